package org.servletmpm.it.http2;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.servletmpm.it.cell.Cell.Container;

/** A container and a model that serves HTTP/2, and a setting of the container. */
enum Http2Cell {
    TOMCAT_WORKER,
    TOMCAT_WORKER_BLOCKING,
    TOMCAT_EVENT,
    TOMCAT_EVENT_BLOCKING,
    JETTY_WORKER,
    JETTY_WORKER_SHARED,
    JETTY_EVENT,
    JETTY_EVENT_SHARED;

    static final String USUAL = "org.servletmpm.it.http2.Http2Cell#usual";
    static final String BLOCKING = "org.servletmpm.it.http2.Http2Cell#blocking";
    static final String EVERY = "org.servletmpm.it.http2.Http2Cell#every";

    static Stream<Http2Cell> usual() {
        return every().filter(cell -> !cell.isBlocking() && !cell.isShared());
    }

    /**
     * For bodies that the application leaves unread, and for many large bodies on a busy machine:
     * with asynchronous reads and writes Tomcat's HTTP/2, its stock connector's too, now and then
     * takes a part of such a body for a frame's header, or sends a wrong response (stock 11.0.24: 3
     * of 300).
     */
    static Stream<Http2Cell> blocking() {
        return every().filter(cell -> cell.isTomcat() ? cell.isBlocking() : !cell.isShared());
    }

    static Stream<Http2Cell> every() {
        return Arrays.stream(values());
    }

    Container container() {
        return name().startsWith("TOMCAT") ? Container.TOMCAT : Container.JETTY;
    }

    boolean isTomcat() {
        return container() == Container.TOMCAT;
    }

    /** Connections are bound to threads. */
    boolean isWorker() {
        return name().contains("WORKER");
    }

    String model() {
        return isWorker() ? "worker" : "event";
    }

    /** Tomcat's HTTP/2 without its asynchronous reads and writes. */
    boolean isBlocking() {
        return name().endsWith("BLOCKING");
    }

    /** Jetty's server has the connector's workers for a pool. */
    boolean isShared() {
        return name().endsWith("SHARED");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
