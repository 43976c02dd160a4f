package org.servletmpm.it.same;

import static org.servletmpm.it.same.Case.get;
import static org.servletmpm.it.same.Case.post;

import java.util.stream.Stream;

/** Pages that are sent by the timer, by listeners, by whoever is ready; and requests in parts. */
final class Pages {

    private static final String HOST = "Host: localhost";
    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final String HELLO = Case.head("GET /hello HTTP/1.1", HOST);

    private Pages() {}

    static Stream<Case> cases() {
        return Stream.of(async(), listeners(), events(), trailers(), early(), latch())
                .flatMap(group -> group);
    }

    private static Stream<Case> async() {
        Stream<Case> modes =
                Stream.of("complete", "dispatch", "error", "start")
                        .flatMap(
                                mode ->
                                        Stream.of(
                                                get(
                                                        "async " + mode,
                                                        "/async?mode=" + mode + "&ms=5"),
                                                get(
                                                        "async " + mode + " at once",
                                                        "/async?mode=" + mode + "&ms=0"),
                                                get(
                                                        "async " + mode + ", close",
                                                        "/async?mode=" + mode + "&ms=5",
                                                        "Connection: close")));
        String request = Case.head("GET /async?ms=5 HTTP/1.1", HOST);
        Stream<Case> more =
                Stream.of(
                        // Stock Tomcat looks for these once a second.
                        get("async timeout", "/async?mode=timeout&ms=5"),
                        get("async of a mode that is none", "/async?mode=none"),
                        Case.of("async by HEAD", "HEAD /async?ms=5 HTTP/1.1", HOST),
                        Case.of("async by 1.0", "GET /async?ms=5 HTTP/1.0"),
                        Case.of("three async at once").send(request.repeat(3)).answers(3),
                        Case.of("async among others").send(HELLO + request + HELLO).answers(3),
                        Case.of("async, with a body that nobody reads")
                                .send(
                                        Case.head(
                                                        "GET /async?ms=5 HTTP/1.1",
                                                        HOST,
                                                        "Content-Length: 3")
                                                + "abc"),
                        get("async over TLS", "/async?ms=5").with(Setting.TLS),
                        get("async dispatch over TLS", "/async?mode=dispatch&ms=5")
                                .with(Setting.TLS));
        return Stream.concat(modes, more);
    }

    private static Stream<Case> listeners() {
        return Stream.of(
                Case.of("a non-blocking echo")
                        .send(post("/nonblocking", "Content-Length: 8") + "leftrite"),
                Case.of("a non-blocking echo in pieces")
                        .send(post("/nonblocking", CHUNKED) + "4\r\nleft\r\n")
                        .until("left")
                        .send("4\r\nrite\r\n0\r\n\r\n"),
                Case.of("a non-blocking echo of nothing")
                        .send(post("/nonblocking", "Content-Length: 0")),
                Case.of("a non-blocking echo that ends early")
                        .send(post("/nonblocking", "Content-Length: 8") + "left")
                        .until("left")
                        .halfClose(),
                Case.of("a non-blocking echo of a bad chunk")
                        .send(post("/nonblocking", CHUNKED) + "4\r\nleft\r\nx\r\n")
                        .ends()
                        .eitherEnd(),
                get("non-blocking, nothing", "/nonblocking?size=0"),
                get("non-blocking, 1 byte", "/nonblocking?size=1"),
                get("non-blocking, 1 MB", "/nonblocking?size=1000000"),
                get("non-blocking, 3 MB", "/nonblocking?size=3000000"),
                Case.of("non-blocking by HEAD", "HEAD /nonblocking?size=100000 HTTP/1.1", HOST),
                Case.of("non-blocking among others")
                        .send(HELLO + Case.head("GET /nonblocking?size=9 HTTP/1.1", HOST) + HELLO)
                        .answers(3),
                get("non-blocking over TLS", "/nonblocking?size=100000").with(Setting.TLS),
                get("non-blocking, compressed", "/nonblocking?size=50000", "Accept-Encoding: gzip")
                        .with(Setting.COMPRESSING));
    }

    private static Stream<Case> events() {
        return Stream.of(
                get("one event", "/sse?events=1&ms=0"),
                get("five events", "/sse?events=5&ms=2"),
                get("many events", "/sse?events=500&ms=0"),
                // Jetty's own ends it without chunks: one that is cut looks whole there.
                get("events, close", "/sse?events=3&ms=2", "Connection: close").tomcatOnly(),
                Case.of("events by 1.0", "GET /sse?events=3&ms=2 HTTP/1.0"),
                get("events over TLS", "/sse?events=3&ms=2").with(Setting.TLS));
    }

    private static Stream<Case> trailers() {
        String body = "3\r\nabc\r\n0\r\n";
        return Stream.of(
                Case.of("no trailers").send(post("/trailers", CHUNKED) + body + "\r\n"),
                Case.of("trailers of a plain body")
                        .send(post("/trailers", "Content-Length: 3") + "abc"),
                Case.of("a trailer")
                        .send(post("/trailers", CHUNKED, "TE: trailers") + body + "X-A: 1\r\n\r\n"),
                Case.of("a trailer that is allowed")
                        .send(post("/trailers", CHUNKED) + body + "X-First: 1\r\n\r\n")
                        .with(Setting.NARROW),
                Case.of("a trailer in pieces")
                        .send(post("/trailers", CHUNKED) + body)
                        .send("X-First:")
                        .send(" 1\r\n\r")
                        .send("\n")
                        .with(Setting.NARROW),
                Case.of("trailers for 1.0")
                        .send(
                                Case.head("POST /trailers HTTP/1.0", HOST, "Content-Length: 3")
                                        + "abc"));
    }

    /**
     * Stock Jetty keeps a connection open if the rest of the body has come when the request ends,
     * which is chance for what the client sends when it has read the answer.
     */
    private static Stream<Case> early() {
        Stream<Case> statuses =
                Stream.of(200, 201, 204, 205, 301, 304, 400, 401, 413, 417, 500, 503, 599)
                        .map(status -> get("early " + status, "/early?status=" + status));
        Stream<Case> withBodies =
                Stream.of(200, 204, 304, 400, 413, 500)
                        .map(
                                status ->
                                        Case.of("early " + status + ", the body comes after it")
                                                .send(
                                                        post(
                                                                "/early?status=" + status,
                                                                "Content-Length: 5"))
                                                .answer()
                                                .send("abcde")
                                                .eitherEnd()
                                                .tomcatOnly());
        return Stream.of(
                        statuses,
                        withBodies,
                        Stream.of(
                                Case.of("early, the body never comes")
                                        .send(
                                                post("/early?status=200", "Content-Length: 5")
                                                        + "abc")
                                        .answer()
                                        .halfClose(),
                                Case.of("early, chunked in flight")
                                        .send(post("/early?status=200", CHUNKED) + "3\r\nab")
                                        .answer()
                                        .send("c\r\n0\r\n\r\n")
                                        .tomcatOnly(),
                                Case.of("early, expected")
                                        .send(
                                                post(
                                                        "/early?status=200",
                                                        "Expect: 100-continue",
                                                        "Content-Length: 5"))
                                        .until("early 200\n")
                                        .send("abcde")
                                        .tomcatOnly(),
                                Case.of("early refusal, expected")
                                        .send(
                                                post(
                                                        "/early?status=413",
                                                        "Expect: 100-continue",
                                                        "Content-Length: 5"))
                                        .answer()
                                        .send("abcde")
                                        .ends()
                                        .eitherEnd(),
                                Case.of("early, when it is read")
                                        .send(
                                                post(
                                                        "/early?status=413",
                                                        "Expect: 100-continue",
                                                        "Content-Length: 5"))
                                        .answer()
                                        .with(Setting.PERMISSIVE)
                                        .eitherEnd(),
                                Case.of("early, more than is swallowed")
                                        .send(post("/early?status=413", "Content-Length: 1001"))
                                        .answer()
                                        .send("x".repeat(1001))
                                        .ends()
                                        .with(Setting.NARROW)
                                        .eitherEnd()))
                .flatMap(group -> group);
    }

    private static Stream<Case> latch() {
        return Stream.of(
                Case.of("a latch").send(post("/latch", "Content-Length: 3") + "abc"),
                Case.of("a latch on an empty body").send(post("/latch", "Content-Length: 0")),
                Case.of("a latch on a late body")
                        .send(post("/latch", CHUNKED, "Expect: 100-continue"))
                        .answer()
                        .send("3\r\nabc\r\n")
                        .send("0\r\n\r\n")
                        .answer());
    }
}
