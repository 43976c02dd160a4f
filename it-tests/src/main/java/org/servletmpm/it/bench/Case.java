package org.servletmpm.it.bench;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A request that is measured; {@code --case} names it. */
enum Case {
    HELLO_1("1 connection"),
    HELLO_8("8 connections"),
    HELLO_64("64 connections"),
    P99_8("8 connections, fast answers"),
    SLEEP("handler blocks for 10 ms"),
    MIXED_50("1 request in 50 sleeps 10 ms"),
    MIXED_5("1 request in 5 sleeps 10 ms"),
    SPIN("handler computes for 2 ms"),
    CHURN("a connection for each request"),
    PIPELINING("16 requests at a time"),
    IDLE("beside 2,000 idle connections"),
    SLOW_READERS("beside 50 slow readers"),
    TLS("TLS"),
    HTTP2("HTTP/2, 8 connections with 8 streams");

    /** The hello servlet by the number of connections. */
    static final Set<Case> HELLO = EnumSet.of(HELLO_1, HELLO_8, HELLO_64);

    private final String title;

    Case(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** As the command line has it. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of the hello servlet. */
    int connections() {
        return switch (this) {
            case HELLO_1 -> 1;
            case HELLO_8, P99_8 -> 8;
            default -> 64;
        };
    }
}
