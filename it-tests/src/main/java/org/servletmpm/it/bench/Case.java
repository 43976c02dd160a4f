package org.servletmpm.it.bench;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A request that is measured; {@code --case} names it. */
enum Case {
    HELLO_1("1 connection"),
    HELLO_8("8 connections"),
    HELLO_64("64 connections"),
    COLD_64("64 connections, 2 to 4 s after the start"),
    COLD_8("8 connections, 4 to 6 s after the start"),
    SLEEP("handler blocks for 10 ms"),
    MIXED_50("1 request in 50 sleeps 10 ms"),
    MIXED_5("1 request in 5 sleeps 10 ms"),
    SPIN("handler computes for 2 ms"),
    CHURN("a connection for each request"),
    PIPELINING("16 requests at a time"),
    IDLE("beside 2,000 idle connections"),
    SLOW_READERS("beside 50 slow readers"),
    TLS_8("TLS, 8 connections"),
    TLS_64("TLS, 64 connections"),
    HTTP2_8X8("HTTP/2, 8 connections with 8 streams"),
    HTTP2_1X32("HTTP/2, 1 connection with 32 streams"),
    HTTP2_TLS_8X8("HTTP/2 over TLS, 8 connections with 8 streams"),
    HTTP2_TLS_1X32("HTTP/2 over TLS, 1 connection with 32 streams");

    /** The hello servlet, warm, by the number of connections. */
    static final Set<Case> HELLO = EnumSet.of(HELLO_1, HELLO_8, HELLO_64);

    /** Those that have a target. */
    static final Set<Case> USUAL =
            Collections.unmodifiableSet(
                    EnumSet.complementOf(EnumSet.of(HELLO_1, MIXED_50, MIXED_5, IDLE)));

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

    /** Of HTTP/1.1. */
    int connections() {
        return switch (this) {
            case HELLO_1 -> 1;
            case HELLO_8, COLD_8, TLS_8 -> 8;
            default -> 64;
        };
    }
}
