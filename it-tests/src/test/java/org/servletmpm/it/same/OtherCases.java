package org.servletmpm.it.same;

import static org.servletmpm.it.same.Case.get;

import java.util.stream.Stream;

/** Compression, methods that are refused by default, and failures. */
final class OtherCases {

    private static final String HOST = "Host: localhost";
    private static final String GZIP = "Accept-Encoding: gzip";

    private OtherCases() {}

    static Stream<Case> cases() {
        return Stream.of(compression(), permissive(), failures(), secure()).flatMap(group -> group);
    }

    private static Stream<Case> compression() {
        return Stream.of(
                        get("gzip", "/hello", GZIP),
                        get(
                                "gzip among others",
                                "/hello",
                                "Accept-Encoding: br, gzip;q=0.5, *;q=0"),
                        get("gzip of no weight", "/hello", "Accept-Encoding: gzip;q=0"),
                        get("any", "/hello", "Accept-Encoding: *"),
                        get("none", "/hello"),
                        get("deflate", "/hello", "Accept-Encoding: deflate"),
                        get("broken", "/hello", "Accept-Encoding: ;;q=,gzip"),
                        get("x-gzip", "/hello", "Accept-Encoding: x-gzip"),
                        get("too short", "/big?bytes=9", GZIP),
                        get("just long enough", "/big?bytes=10", GZIP),
                        get("long", "/big?bytes=300000", GZIP),
                        get("of an error page", "/nothing", GZIP),
                        get("for an old browser", "/hello", GZIP, "User-Agent: Very Old"),
                        get("for a new browser", "/hello", GZIP, "User-Agent: New"),
                        get("for one that is not kept", "/hello", "User-Agent: Ancient"),
                        get("a range", "/hello", GZIP, "Range: bytes=0-3"),
                        Case.of("gzip for 1.0", "GET /hello HTTP/1.0", HOST, GZIP),
                        Case.of("gzip of HEAD", "HEAD /hello HTTP/1.1", HOST, GZIP),
                        Case.of("gzip as it comes")
                                .send(
                                        Case.head(
                                                        "POST /echo HTTP/1.1",
                                                        HOST,
                                                        GZIP,
                                                        "Content-Type: text/plain",
                                                        "Content-Length: 8")
                                                + "left")
                                .bytes(1)
                                .send("four")
                                .until("\r\n0\r\n\r\n"),
                        Case.of("two compressed at once")
                                .send(
                                        Case.head("GET /hello HTTP/1.1", HOST, GZIP)
                                                + Case.head(
                                                        "GET /big?bytes=50 HTTP/1.1", HOST, GZIP))
                                .answers(2))
                .map(each -> each.with(Setting.COMPRESSING));
    }

    private static Stream<Case> permissive() {
        return Stream.concat(
                        Stream.of(
                                        "/a|b",
                                        "/{a}",
                                        "/a^b",
                                        "/a\\b",
                                        "/a%2fb",
                                        "/hello%2f..%2fhello",
                                        "/%e4",
                                        "/\u00e4",
                                        "/big?bytes=3&|",
                                        "/big?bytes=[3]",
                                        "/big?bytes={3}")
                                .map(target -> get(target, target).eitherEnd()),
                        Stream.of(
                                Case.of("TRACE", "TRACE /hello HTTP/1.1", HOST, "X-Mine: 1"),
                                Case.of(
                                        "TRACE of secrets",
                                        "TRACE /hello HTTP/1.1",
                                        HOST,
                                        "Authorization: Basic eDp5",
                                        "Cookie: a=b"),
                                Case.of("OPTIONS", "OPTIONS /hello HTTP/1.1", HOST),
                                Case.of("OPTIONS *", "OPTIONS * HTTP/1.1", HOST)))
                .map(each -> each.with(Setting.PERMISSIVE));
    }

    private static Stream<Case> failures() {
        return Stream.of(
                get("an exception", "/error?type=exception"),
                get("an Error", "/error?type=Error"),
                get("out of memory", "/error?type=OutOfMemoryError"),
                get("a parameter that is refused", "/error?type=none"),
                get("a parameter that is no number", "/big?bytes=x"),
                get("more than was promised to be sent slowly", "/big?bytes=30&chunk=10&delay=1"));
    }

    private static Stream<Case> secure() {
        return Stream.of(
                        get("an answer over TLS", "/hello"),
                        get("an end over TLS", "/hello", "Connection: close"),
                        get("a long answer over TLS", "/big?bytes=100000"),
                        get("an error over TLS", "/nothing"),
                        get("what is not HTTP over TLS", "/a\u0001").eitherEnd(),
                        Case.of("a request by half over TLS")
                                .send("GET /hello HTT")
                                .send("P/1.1\r\nHost: localhost\r\n\r\n"),
                        Case.of("an upload over TLS")
                                .send(
                                        Case.head(
                                                "POST /upload HTTP/1.1",
                                                HOST,
                                                "Content-Length: 50000"))
                                .send("x".repeat(50_000)),
                        Case.of("continue over TLS")
                                .send(
                                        Case.head(
                                                "POST /upload HTTP/1.1",
                                                HOST,
                                                "Expect: 100-continue",
                                                "Content-Length: 3"))
                                .answer()
                                .send("abc")
                                .answer(),
                        Case.of("several at once over TLS")
                                .send(Case.head("GET /hello HTTP/1.1", HOST).repeat(3))
                                .answers(3))
                .map(each -> each.with(Setting.TLS));
    }
}
