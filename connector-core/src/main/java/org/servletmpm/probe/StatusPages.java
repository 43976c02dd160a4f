package org.servletmpm.probe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.servletmpm.status.StatusAnswer;
import org.servletmpm.status.StatusRequest;

/**
 * Makes the answers of StatusListen. The status listener's thread.
 *
 * @param engine comes first in the status
 * @param hosts which a request may be for; empty for all
 * @param listen what names the listener when a request does not
 * @param isAlive what the engine said of itself in the last second
 */
record StatusPages(
        ProbedEngine engine,
        Optional<LoopbackHosts> hosts,
        String listen,
        BooleanSupplier isAlive) {

    /** For a request of HTTP/1.0 that names no host. */
    private static final String LOCAL = "localhost";

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int MISDIRECTED_REQUEST = 421;
    private static final int HEADER_TOO_LARGE = 431;
    private static final int SERVICE_UNAVAILABLE = 503;

    /**
     * Answers one request.
     *
     * @param header of the request; empty when it was too long
     * @return the response, as it is sent
     */
    ByteBuffer answer(String header) {
        if (header.isEmpty()) {
            String most = "A request has at most " + Exchange.MOST_HEADER + " bytes here.";
            return response(StatusAnswer.text(HEADER_TOO_LARGE, most), true);
        }
        Optional<ProbeRequest> request = ProbeRequest.parse(header);
        if (request.isEmpty()) {
            return response(StatusAnswer.text(BAD_REQUEST, "This is no request of HTTP/1."), true);
        }
        boolean head = "HEAD".equals(request.get().method());
        return response(answer(request.get(), head), !head);
    }

    private StatusAnswer answer(ProbeRequest request, boolean head) {
        Optional<String> host = request.host();
        if (hosts.isPresent() && host.isPresent() && !hosts.get().contains(host.get())) {
            return StatusAnswer.text(
                    MISDIRECTED_REQUEST,
                    "A request for a host of that name is not answered here: allowed are"
                            + " localhost, 127.0.0.1, [::1] and what StatusListen names.");
        }
        if (!head && !"GET".equals(request.method())) {
            return StatusAnswer.text(METHOD_NOT_ALLOWED, "GET or HEAD.");
        }
        return switch (request.target().getPath()) {
            case "/", "/server-status", "/server-status/" ->
                    StatusAnswer.to(
                            new StatusRequest(
                                    request.target().getRawQuery(),
                                    request.accept(),
                                    host.orElse(listen),
                                    engine.address(),
                                    engine.port()));
            case "/live" ->
                    isAlive.getAsBoolean()
                            ? StatusAnswer.text(OK, "live")
                            : StatusAnswer.text(
                                    SERVICE_UNAVAILABLE,
                                    "not live: no child accepts, and nothing here can change that");
            case "/ready" -> {
                Readiness now = engine.readiness();
                yield StatusAnswer.text(now.wantsClients() ? OK : SERVICE_UNAVAILABLE, now.line());
            }
            default ->
                    engine.page(request.target().getPath(), host.orElse(LOCAL))
                            .orElseGet(
                                    () ->
                                            StatusAnswer.text(
                                                    NOT_FOUND,
                                                    "Here are /server-status, /ready and /live, no"
                                                            + " more."));
        };
    }

    private static ByteBuffer response(StatusAnswer answer, boolean withBody) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ");
        head.append(answer.status()).append(' ').append(reason(answer.status()));
        field(head, "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now()));
        answer.headers().forEach((name, value) -> field(head, name, value));
        if (answer.status() == METHOD_NOT_ALLOWED) {
            field(head, "Allow", "GET, HEAD");
        }
        field(head, "Content-Type", answer.contentType());
        field(head, "Content-Length", Integer.toString(answer.body().length));
        field(head, "Connection", "close");
        byte[] first = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] body = withBody ? answer.body() : new byte[0];
        return ByteBuffer.allocate(first.length + body.length).put(first).put(body).flip();
    }

    private static ZonedDateTime now() {
        return ZonedDateTime.now(ZoneOffset.UTC);
    }

    private static void field(StringBuilder head, String name, String value) {
        head.append("\r\n").append(name).append(": ").append(value);
    }

    private static String reason(int status) {
        return switch (status) {
            case OK -> "OK";
            case NOT_FOUND -> "Not Found";
            case METHOD_NOT_ALLOWED -> "Method Not Allowed";
            case MISDIRECTED_REQUEST -> "Misdirected Request";
            case HEADER_TOO_LARGE -> "Request Header Fields Too Large";
            case SERVICE_UNAVAILABLE -> "Service Unavailable";
            default -> "Bad Request";
        };
    }
}
