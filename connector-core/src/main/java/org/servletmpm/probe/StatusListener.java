package org.servletmpm.probe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Listen;
import org.servletmpm.status.StatusAnswer;
import org.servletmpm.status.StatusRequest;

/**
 * Answers at StatusListen, in threads of its own: {@code /} and {@code /server-status} as the
 * status servlet does, {@code /ready} with 200 or 503 by whether the engine wants connections,
 * {@code /live} with 200 while this process answers at all. Whoever reaches the port is answered.
 *
 * <p>It is the JDK's own server, whose thread accepts and selects; a few threads answer. That
 * server waits for a request's rest, and for its reader, without a limit: {@link #endStalled} is to
 * be called now and then.
 */
public final class StatusListener {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final String address;
    private final int port;
    private final Supplier<Readiness> readiness;
    private final HttpServer server;
    private final Answerers answerers;

    /**
     * Takes the port. Connections wait until {@link #start}.
     *
     * @param name the prefix of its threads' names
     * @param address of the engine, which comes first in the status
     * @param port of the engine
     * @throws BindException when the port is in use or the address is none of this machine's; the
     *     message names the directive and its value
     */
    public StatusListener(
            String name, Listen listen, String address, int port, Supplier<Readiness> readiness)
            throws IOException {
        this.address = address;
        this.port = port;
        this.readiness = readiness;
        this.server = bound(listen);
        this.answerers = new Answerers(name);
        server.setExecutor(answerers);
        server.createContext("/", this::answer);
    }

    private static HttpServer bound(Listen listen) throws IOException {
        Optional<String> host = listen.address();
        InetSocketAddress place =
                host.isPresent()
                        ? new InetSocketAddress(host.get(), listen.port())
                        : new InetSocketAddress(listen.port());
        String written = Directive.STATUS_LISTEN + " " + (host.isPresent() ? "" : "*:") + listen;
        if (place.isUnresolved()) {
            throw new BindException(written + ": no such address");
        }
        try {
            return HttpServer.create(place, 0);
        } catch (IOException e) {
            BindException readable = new BindException(written + ": " + e.getMessage());
            readable.initCause(e);
            throw readable;
        }
    }

    /** Begins to answer. */
    public void start() {
        // The JDK's thread is a daemon if the one that starts it is.
        Thread starter = answerers.thread(server::start);
        starter.start();
        boolean interrupted = false;
        while (starter.isAlive()) {
            try {
                starter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the port and every connection; ends the threads. Idempotent. */
    public void stop() {
        server.stop(0);
        answerers.stop();
    }

    /**
     * @return where it listens, an IPv6 address in brackets; {@code *} for every address
     */
    public String place() {
        InetSocketAddress bound = server.getAddress();
        return bound.getAddress().isAnyLocalAddress()
                ? "*:" + bound.getPort()
                : new Listen(Optional.of(bound.getAddress().getHostAddress()), bound.getPort())
                        .toString();
    }

    /**
     * Closes connections whose client has not sent its request, or taken its answer, in five
     * seconds.
     *
     * @param now on {@link System#nanoTime}
     */
    public void endStalled(long now) {
        answerers.interruptOld(now);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean head = "HEAD".equals(exchange.getRequestMethod());
            send(exchange, head || "GET".equals(exchange.getRequestMethod()), !head);
        }
    }

    private void send(HttpExchange exchange, boolean allowed, boolean withBody) throws IOException {
        StatusAnswer answer =
                allowed ? said(exchange) : StatusAnswer.text(METHOD_NOT_ALLOWED, "GET or HEAD.");
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        if (!allowed) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        }
        if (withBody) {
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } else {
            exchange.getResponseHeaders()
                    .set("Content-Length", Integer.toString(answer.body().length));
            exchange.sendResponseHeaders(answer.status(), -1);
        }
    }

    private StatusAnswer said(HttpExchange exchange) {
        return switch (exchange.getRequestURI().getPath()) {
            case "/", "/server-status", "/server-status/" -> StatusAnswer.to(request(exchange));
            case "/live" -> StatusAnswer.text(OK, "live");
            case "/ready" -> {
                Readiness now = readiness.get();
                yield StatusAnswer.text(
                        now == Readiness.READY ? OK : SERVICE_UNAVAILABLE, now.line());
            }
            default ->
                    StatusAnswer.text(
                            NOT_FOUND, "Here are /server-status, /ready and /live, no more.");
        };
    }

    private StatusRequest request(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        return new StatusRequest(
                exchange.getRequestURI().getRawQuery(),
                String.join(",", exchange.getRequestHeaders().getOrDefault("Accept", List.of())),
                host == null
                        ? exchange.getLocalAddress().getHostString()
                        : host.replaceFirst(":\\d*$", ""),
                address,
                port);
    }
}
