package org.servletmpm.it.soak;

import java.util.List;
import java.util.stream.Stream;

/** Everything that clients do. */
final class Acts {

    record Named(String name, Act act) {}

    private Acts() {}

    static List<Named> all() {
        return Stream.of(byHand(), Http2Acts.browsers()).flatMap(List::stream).toList();
    }

    /** Those that end when their client wants. */
    static List<Named> byHand() {
        return Stream.of(
                        PageActs.all(),
                        BodyActs.all(),
                        AsyncActs.all(),
                        WebSocketActs.all(),
                        Http2Acts.byHand(),
                        RudeActs.all())
                .flatMap(List::stream)
                .toList();
    }
}
