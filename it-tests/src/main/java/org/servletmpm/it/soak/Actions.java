package org.servletmpm.it.soak;

import java.util.List;
import java.util.stream.Stream;

/** Everything that clients do. */
final class Actions {

    private Actions() {}

    static List<Action.Named> all() {
        return Stream.of(http1(), Http2Actions.all()).flatMap(List::stream).toList();
    }

    /** Tomcat may keep what is left of an HTTP/2 connection for 20 seconds; of these nothing. */
    static List<Action.Named> http1() {
        return Stream.of(
                        PageActions.all(),
                        BodyActions.all(),
                        AsyncActions.all(),
                        WebSocketActions.all(),
                        InvalidRequestActions.all())
                .flatMap(List::stream)
                .toList();
    }
}
