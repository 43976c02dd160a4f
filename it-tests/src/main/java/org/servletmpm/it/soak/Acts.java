package org.servletmpm.it.soak;

import java.util.List;
import java.util.stream.Stream;

/** Everything that clients do. */
final class Acts {

    record Named(String name, Act act) {}

    private Acts() {}

    static List<Named> all() {
        return Stream.of(http1(), Http2Acts.all()).flatMap(List::stream).toList();
    }

    /** Tomcat may keep what is left of an HTTP/2 connection for 20 seconds; of these nothing. */
    static List<Named> http1() {
        return Stream.of(
                        PageActs.all(),
                        BodyActs.all(),
                        AsyncActs.all(),
                        WebSocketActs.all(),
                        RudeActs.all())
                .flatMap(List::stream)
                .toList();
    }
}
