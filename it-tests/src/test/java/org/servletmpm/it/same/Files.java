package org.servletmpm.it.same;

import static org.servletmpm.it.same.Case.get;

import java.util.stream.Stream;

/** Files of the container's own servlet: ranges, validators, sendfile. */
final class Files {

    private static final String HOST = "Host: localhost";

    private Files() {}

    static Stream<Case> cases() {
        return Stream.of(whole(), ranges(), conditions()).flatMap(group -> group);
    }

    private static Stream<Case> whole() {
        return Stream.of(
                get("a small file", "/file/100"),
                get("a file", "/file"),
                get("a file of 3 MB", "/file/3000000"),
                get("a file, close", "/file/1000000", "Connection: close"),
                get("a file that is too long", "/file/99999999"),
                get("a file that is none", "/file/nothing"),
                Case.of("HEAD of a file", "HEAD /file HTTP/1.1", HOST),
                Case.of("OPTIONS of a file", "OPTIONS /file HTTP/1.1", HOST),
                Case.of("PUT of a file")
                        .send(
                                Case.head("PUT /file/100 HTTP/1.1", HOST, "Content-Length: 3")
                                        + "abc"),
                Case.of("a file by 1.0", "GET /file/200000 HTTP/1.0"),
                Case.of(
                        "a file by 1.0, kept open",
                        "GET /file/200000 HTTP/1.0",
                        "Connection: keep-alive"),
                Case.of("files at once")
                        .send(Case.head("GET /file/100000 HTTP/1.1", HOST).repeat(3))
                        .answers(3),
                Case.of("a file among others")
                        .send(
                                Case.head("GET /hello HTTP/1.1", HOST)
                                        + Case.head("GET /file HTTP/1.1", HOST)
                                        + Case.head("GET /hello HTTP/1.1", HOST))
                        .answers(3),
                get("a file over TLS", "/file").with(Setting.TLS),
                get("a file, compressed or not", "/file", "Accept-Encoding: gzip")
                        .with(Setting.COMPRESSING),
                get("a small file, compressed", "/file/1000", "Accept-Encoding: gzip")
                        .with(Setting.COMPRESSING));
    }

    private static Stream<Case> ranges() {
        return Stream.of(
                        "bytes=0-0",
                        "bytes=0-99",
                        "bytes=100-",
                        "bytes=-100",
                        "bytes=0-",
                        "bytes=4999-5000",
                        "bytes=5000-",
                        "bytes=5-4",
                        "bytes=-0",
                        "bytes=",
                        "bytes=a-b",
                        "lines=0-1",
                        "bytes=0-0,2-2",
                        "bytes=0-9,5-20,1000-2000",
                        "bytes=0-9, 2000000-",
                        "bytes=2000000-,3000000-")
                .map(range -> get("Range: " + range, "/file/5000", "Range: " + range));
    }

    private static Stream<Case> conditions() {
        String past = "Sun, 06 Nov 1994 08:49:37 GMT";
        String future = "Fri, 06 Nov 2099 08:49:37 GMT";
        return Stream.of(
                        "If-None-Match: *",
                        "If-None-Match: \"nothing\"",
                        "If-None-Match: nonsense",
                        "If-Match: *",
                        "If-Match: \"nothing\"",
                        "If-Modified-Since: " + past,
                        "If-Modified-Since: " + future,
                        "If-Modified-Since: nonsense",
                        "If-Unmodified-Since: " + past,
                        "If-Unmodified-Since: " + future,
                        "If-Range: \"nothing\"\r\nRange: bytes=0-9",
                        "If-Range: " + past + "\r\nRange: bytes=0-9")
                .map(header -> get(header, "/file/10000", header));
    }
}
