package org.servletmpm.status;

import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the answer to a request for the status, in the terms of HTTP. The thread that asks makes
 * it. Immutable.
 *
 * @param status the response's code
 * @param contentType with its charset
 * @param headers the others, but for Content-Length
 * @param body not to be changed
 */
public record StatusAnswer(
        int status, String contentType, Map<String, String> headers, byte[] body) {

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int SERVICE_UNAVAILABLE = 503;

    private static final String TEXT = "text/plain";
    private static final String CHARSET = "; charset=";

    /** The header that every answer has: the next one says something else. */
    private static final Map<String, String> ALWAYS =
            Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

    /**
     * @return the status of this JVM's engines, or why there is none: 400 or 503 with a sentence
     */
    public static StatusAnswer to(StatusRequest request) {
        Map<String, String> headers = new LinkedHashMap<>(ALWAYS);
        try {
            StatusQuery query = StatusQuery.parse(request.query(), request.accept());
            List<RegisteredEngine> engines =
                    RegisteredEngine.all(
                            ManagementFactory.getPlatformMBeanServer(),
                            request.address(),
                            request.port());
            // Also for a failure: an engine that restarts is seen again.
            query.refreshSeconds()
                    .ifPresent(seconds -> headers.put("Refresh", Integer.toString(seconds)));
            if (engines.isEmpty()) {
                return text(
                        SERVICE_UNAVAILABLE,
                        headers,
                        "No engine is registered in this JVM (MBeans "
                                + RegisteredEngine.PATTERN
                                + "): is a Servlet MPM connector configured and started?");
            }
            return shown(query, reports(engines, request.serverName()), headers);
        } catch (StatusQuery.BadQueryException bad) {
            return text(BAD_REQUEST, headers, bad.getMessage());
        } catch (UnreadableEngineException unreadable) {
            return text(SERVICE_UNAVAILABLE, headers, unreadable.getMessage());
        }
    }

    /**
     * Answers somebody who has no request of HTTP: JMX, and mpmctl.
     *
     * @param query as in a request, such as {@code json}; empty for a few lines for a terminal
     * @param address of the engine that is to come first
     * @param port likewise
     * @return the status
     * @throws IllegalArgumentException with the reason why there is none
     */
    public static String text(String query, String address, int port) {
        String wanted = query == null || query.isEmpty() ? "text" : query;
        StatusAnswer answer = to(new StatusRequest(wanted, null, "localhost", address, port));
        String text = new String(answer.body(), charset(answer.contentType()));
        if (answer.status() != OK) {
            throw new IllegalArgumentException(text.strip());
        }
        return text;
    }

    private static Charset charset(String contentType) {
        return Charset.forName(
                contentType.substring(contentType.indexOf(CHARSET) + CHARSET.length()));
    }

    /**
     * @return the answer to a client that may not see the status
     */
    public static StatusAnswer forbidden() {
        return text(FORBIDDEN, "The server status is not open to this client.");
    }

    /**
     * @param line without a line feed
     */
    public static StatusAnswer text(int status, String line) {
        return text(status, ALWAYS, line);
    }

    /**
     * @param document of JSON
     */
    public static StatusAnswer json(String document) {
        return answer(OK, Format.JSON.type(), StandardCharsets.UTF_8, ALWAYS, document);
    }

    private static StatusAnswer text(int status, Map<String, String> headers, String line) {
        return answer(status, TEXT, StandardCharsets.UTF_8, headers, line + "\n");
    }

    private static StatusAnswer shown(
            StatusQuery query, List<StatusReport> reports, Map<String, String> headers) {
        return switch (query.format()) {
            case AUTO ->
                    answer(
                            OK,
                            TEXT,
                            StandardCharsets.ISO_8859_1,
                            headers,
                            new AutoRenderer().render(reports.get(0)));
            case TEXT ->
                    answer(
                            OK,
                            TEXT,
                            StandardCharsets.UTF_8,
                            headers,
                            new TextRenderer().render(reports));
            case JSON ->
                    answer(
                            OK,
                            Format.JSON.type(),
                            StandardCharsets.UTF_8,
                            headers,
                            new JsonRenderer().render(reports));
            case OPENMETRICS ->
                    answer(
                            OK,
                            Format.OPENMETRICS.type() + "; version=1.0.0",
                            StandardCharsets.UTF_8,
                            headers,
                            new OpenMetricsRenderer().render(reports));
            case HTML -> {
                headers.put("Content-Security-Policy", HtmlRenderer.contentSecurityPolicy());
                HtmlRenderer.Details details =
                        query.notable() ? HtmlRenderer.Details.PROSE : HtmlRenderer.Details.TABLES;
                yield answer(
                        OK,
                        Format.HTML.type(),
                        StandardCharsets.UTF_8,
                        headers,
                        new HtmlRenderer(details).render(reports));
            }
        };
    }

    private static List<StatusReport> reports(List<RegisteredEngine> engines, String serverName) {
        Release release = Release.load();
        MachineReadings machine = MachineReadings.take();
        ZonedDateTime now = ZonedDateTime.now();
        return engines.stream()
                .map(
                        engine ->
                                new StatusReport(
                                        serverName,
                                        engine.shortName(),
                                        engine.serverInfo(),
                                        release,
                                        now,
                                        engine.directives(),
                                        engine.origins(),
                                        engine.observed().scoreboard().snapshot(),
                                        past(engine),
                                        machine,
                                        engine.observed().processes().get()))
                .toList();
    }

    private static History.Past past(RegisteredEngine engine) {
        return engine.observed().history().map(History::past).orElse(History.Past.NONE);
    }

    private static StatusAnswer answer(
            int status, String type, Charset charset, Map<String, String> headers, String text) {
        return new StatusAnswer(
                status,
                type + CHARSET + charset.name(),
                Map.copyOf(headers),
                text.getBytes(charset));
    }
}
