package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.servletmpm.demo.web.Pages;
import org.servletmpm.it.cell.Cell.Container;
import org.servletmpm.it.cell.FiguresMXBean;
import org.servletmpm.it.client.RawConnection;

/**
 * A server that speaks HTTP/2, in the clear or over TLS, with the demo's pages and ten workers in
 * one child. The files of its base are served by the container's own servlet.
 */
abstract class Http2Server implements AutoCloseable {

    static final int WORKERS = 10;

    /** Bytes: or loopback takes a whole response, and nobody ever waits for its reader. */
    static final int SEND_BUFFER = 65_536;

    final Pages pages =
            new Pages(
                    model -> {
                        throw new UnsupportedOperationException("nothing is compared here");
                    });
    final Path base;
    private final boolean tls;
    private int port;

    Http2Server(Path directory, boolean tls) throws IOException {
        this.base = Files.createDirectories(directory.resolve("base"));
        this.tls = tls;
    }

    static Http2Server clear(Path directory, Http2Cell cell) throws Exception {
        return make(directory, cell, false);
    }

    static Http2Server overTls(Path directory, Http2Cell cell) throws Exception {
        return make(directory, cell, true);
    }

    private static Http2Server make(Path directory, Http2Cell cell, boolean tls) throws Exception {
        Http2Server server =
                cell.isTomcat()
                        ? new Http2Tomcat(directory, cell.model(), tls, cell.isBlocking())
                        : new Http2Jetty(directory, cell.model(), tls, cell.isShared());
        return server.set("startServers", "1")
                .set("threadsPerChild", "" + WORKERS)
                .set("minSpareThreads", "1")
                .set("maxRequestWorkers", "" + WORKERS);
    }

    /** Which serves HTTP/1.1, whatever it is asked to. */
    static Http2Server prefork(Path directory, Container container, boolean tls) throws Exception {
        Http2Server server =
                container == Container.TOMCAT
                        ? new Http2Tomcat(directory, "prefork", tls, false)
                        : new Http2Jetty(directory, "prefork", tls, false);
        return server.set("startServers", "" + WORKERS).set("maxRequestWorkers", "" + WORKERS);
    }

    // ---- before the start

    /** Sets a directive by its name in camel case. */
    abstract Http2Server set(String directive, String value);

    /** How many connections may be open at once. */
    abstract Http2Server atMost(int connections);

    /** Bytes of a stream that clients may send before they are read. */
    abstract Http2Server streamWindow(int bytes);

    /** Milliseconds after which a connection without streams ends. */
    abstract Http2Server idleAfter(int millis);

    /** Milliseconds after which a stream ends whose client takes nothing. */
    abstract Http2Server stalledAfter(int millis);

    abstract Http2Server compressing();

    abstract Http2Server servlet(String path, HttpServlet servlet);

    final Http2Server file(String name, byte[] content) throws IOException {
        Files.write(base.resolve(name), content);
        return this;
    }

    final Http2Server start() throws Exception {
        port = begin();
        return this;
    }

    /**
     * @return the port
     */
    abstract int begin() throws Exception;

    // ---- running

    final int port() {
        return port;
    }

    final String origin() {
        return (tls ? "https" : "http") + "://127.0.0.1:" + port;
    }

    /** Replaces all children. */
    abstract void graceful();

    /** The class whose logger says what is not served. */
    abstract Class<?> connectorType();

    /** Speaks HTTP/1.1. */
    final RawConnection raw() throws IOException {
        return RawConnection.open(port, tls);
    }

    final FiguresMXBean figures() {
        return FiguresMXBean.of((tls ? "https-" : "http-") + port);
    }

    /** How many workers the status shows under a letter. */
    final long letters(int letter) throws Exception {
        return figures().getScoreboardLetters().chars().filter(each -> each == letter).count();
    }

    /** Waits until so many connections are all there is, and none has a request. */
    final void awaitIdle(int connections) {
        patiently("idle connections")
                .untilAsserted(
                        () -> {
                            boolean bound = figures().getModel().equals("worker");
                            assertThat(figures().getConnsTotal()).isEqualTo(connections);
                            assertThat(letters('W')).isZero();
                            assertThat(letters('K')).isEqualTo(bound ? connections : 0);
                            assertThat(figures().getConnsAsyncKeepAlive())
                                    .isEqualTo(bound ? 0 : connections);
                        });
    }

    static ConditionFactory patiently(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5));
    }

    /** Names of the live threads of this server's engine that contain a word. */
    final List<String> threads(String word) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("mpm-" + port + "-") && name.contains(word))
                .sorted()
                .toList();
    }

    /** The demo's pages by their patterns. */
    final void addPages(String container, String model, Servlet files) {
        pages.servlets(container, model, sized -> files).forEach(this::add);
    }

    abstract void add(String pattern, Servlet servlet);

    /** As a framework begins a graceful stop of the connector alone; waits for its end. */
    abstract void drain() throws Exception;

    abstract void stop() throws Exception;

    /** Frees what stays after a stop. */
    abstract void destroy() throws Exception;

    @Override
    public void close() {
        try {
            stop();
            destroy();
            pages.end();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        }
    }
}
