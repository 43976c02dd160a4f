package org.servletmpm.it.same;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Header lines, as the standards have them and as they do not. */
final class Headers {

    private static final String HOST = "Host: localhost";

    private Headers() {}

    static Stream<Case> cases() {
        return Stream.of(hosts(), names(), values(), framing(), amounts(), narrow())
                .flatMap(group -> group);
    }

    private static Stream<Case> hosts() {
        String line = "GET /hello HTTP/1.1";
        Stream<Case> one =
                Stream.of(
                                "",
                                "localhost:80",
                                "localhost:99999",
                                "localhost:x",
                                "localhost:",
                                "local_host",
                                "-localhost",
                                "local host",
                                "local/host",
                                "user@localhost",
                                "127.0.0.1",
                                "127.0.0.256",
                                "[::1]",
                                "[::1]:80",
                                "[::1",
                                "[::zz]",
                                "l\u00f6calhost")
                        .map(host -> Case.of("Host: " + host, line, "Host: " + host).eitherEnd());
        Stream<Case> several =
                Stream.of(
                        Case.of("no host", line),
                        Case.of("the same host twice", line, HOST, HOST),
                        Case.of("two hosts", line, HOST, "Host: elsewhere"),
                        Case.of("hosts in a list", line, HOST + ", elsewhere"),
                        Case.of(
                                "a host other than the line's",
                                "GET http://a/hello HTTP/1.1",
                                HOST),
                        Case.of("no host but the line's", "GET http://a/hello HTTP/1.1"));
        return Stream.concat(one, several.map(Case::eitherEnd));
    }

    private static Stream<Case> names() {
        return Stream.of(
                        "X-Fine: 1",
                        "x!#$%&'*+-.^_`|~: 1",
                        "X-Blank : 1",
                        "X Blank: 1",
                        "X-None",
                        ": nameless",
                        "X(Y): 1",
                        "X\u0001Y: 1",
                        "X\u00e4: 1",
                        "\"X\": 1",
                        "X:",
                        "X:1",
                        "X:  1  ")
                .map(header -> header(header));
    }

    private static Stream<Case> values() {
        return Stream.of(
                header("X: a\tb"),
                header("X: a\u00e4b"),
                header("X: a\u0000b"),
                header("X: a\u0001b"),
                header("X: a\u007fb"),
                header("X: a\rb"),
                header("X: a\nb: c"),
                header("X: a\r\n b"),
                header("X: a\r\n\tb"),
                header("X: a\r\n \r\n b"),
                Case.of("a first line that goes on another", "GET /hello HTTP/1.1", " X: 1", HOST),
                header("Cookie: a=b; c=d"),
                header("Cookie: a=\u0001; ;=; $Version=1; \"=\""),
                header("Accept-Language: xx, de;q=7, *"),
                header("Content-Type: text/plain; charset=nonsense"),
                header("Connection: nonsense"),
                header("Connection: keep-alive, close"),
                header("Connection: close, keep-alive"),
                header("Connection: X, Y\r\nX: 1"),
                header("Keep-Alive: timeout=1, max=2\r\nConnection: keep-alive"),
                header("Expect: nonsense"),
                header("Expect: 100-continue").until("Hello, world\n"),
                header("Expect: 100-Continue, more"),
                header("TE: trailers"),
                header("Accept-Encoding: gzip"),
                header("Range: bytes=0-3"),
                header("If-None-Match: *"),
                header("If-Modified-Since: nonsense"),
                header("X-Forwarded-For: 192.0.2.1\r\nForwarded: for=192.0.2.1"),
                Case.of(
                        "an error's language",
                        "GET /nothing HTTP/1.1",
                        HOST,
                        "Accept-Language: de"),
                Case.of(
                        "an error's type",
                        "GET /nothing HTTP/1.1",
                        HOST,
                        "Accept: application/json"));
    }

    /** What says where the body ends. */
    private static Stream<Case> framing() {
        return Stream.of(
                        framed("length 0", "Content-Length: 0"),
                        framed("length", "Content-Length: 5"),
                        framed("no length"),
                        framed("the same length twice", "Content-Length: 5", "Content-Length: 5"),
                        framed("two lengths", "Content-Length: 5", "Content-Length: 6"),
                        framed("lengths in a list", "Content-Length: 5, 5"),
                        framed("negative", "Content-Length: -5"),
                        framed("signed", "Content-Length: +5"),
                        framed("hexadecimal", "Content-Length: 0x5"),
                        framed("blank", "Content-Length: "),
                        framed("with a blank", "Content-Length: 5 5"),
                        framed("a word", "Content-Length: five"),
                        framed("beyond all numbers", "Content-Length: 99999999999999999999"),
                        framed("leading zeros", "Content-Length: 0005"),
                        framed("chunked", "Transfer-Encoding: chunked"),
                        framed("CHUNKED", "Transfer-Encoding: CHUNKED"),
                        framed("chunked twice", "Transfer-Encoding: chunked, chunked"),
                        framed("identity", "Transfer-Encoding: identity", "Content-Length: 5"),
                        framed("gzip, chunked", "Transfer-Encoding: gzip, chunked"),
                        framed("chunked, gzip", "Transfer-Encoding: chunked, gzip"),
                        framed("gzip", "Transfer-Encoding: gzip"),
                        framed("nonsense", "Transfer-Encoding: nonsense"),
                        framed("no name", "Transfer-Encoding: "),
                        framed("vertical tab", "Transfer-Encoding: \u000bchunked"),
                        framed(
                                "two encodings",
                                "Transfer-Encoding: identity",
                                "Transfer-Encoding: chunked"),
                        framed("both", "Content-Length: 5", "Transfer-Encoding: chunked"),
                        framed("both again", "Transfer-Encoding: chunked", "Content-Length: 5"),
                        framed(
                                "chunked by 1.0",
                                "POST /upload HTTP/1.0",
                                "Transfer-Encoding: chunked"),
                        framed("no length by 1.0", "POST /upload HTTP/1.0"))
                .map(Case::eitherEnd);
    }

    /** Five bytes of content, or one chunk of them: whoever reads the other sees it. */
    private static Case framed(String name, String... lines) {
        boolean old = lines.length > 0 && lines[0].startsWith("POST");
        String line = old ? lines[0] : "POST /upload HTTP/1.1";
        Stream<String> rest = Stream.of(lines).skip(old ? 1 : 0);
        String[] headers = Stream.concat(Stream.of(HOST), rest).toArray(String[]::new);
        boolean chunked = String.join("", lines).toLowerCase().contains("chunked");
        return Case.of("framing: " + name)
                .send(Case.head(line, headers) + (chunked ? "5\r\nabcde\r\n0\r\n\r\n" : "abcde"));
    }

    private static Stream<Case> amounts() {
        return Stream.of(
                Case.of("99 headers", "GET /hello HTTP/1.1", many(99)),
                Case.of("101 headers", "GET /hello HTTP/1.1", many(101)).eitherEnd(),
                header("X: " + "a".repeat(4000)),
                header("X: " + "a".repeat(8192)).eitherEnd(),
                header("X" + "a".repeat(8192) + ": 1").eitherEnd(),
                header("X: " + "a".repeat(20_000)).eitherEnd());
    }

    private static String[] many(int headers) {
        return IntStream.range(0, headers)
                .mapToObj(i -> i == 0 ? HOST : "X-" + i + ": " + i)
                .toArray(String[]::new);
    }

    private static Stream<Case> narrow() {
        return Stream.of(
                        Case.of("8 headers of 8", "GET /hello HTTP/1.1", many(8)),
                        Case.of("9 headers of 8", "GET /hello HTTP/1.1", many(9)),
                        header("X: " + "a".repeat(500)),
                        header("X: " + "a".repeat(600)),
                        Case.of("an answer's header is too long")
                                .send(
                                        Case.head(
                                                "POST /echo HTTP/1.1",
                                                HOST,
                                                "Content-Type: text/" + "x".repeat(400),
                                                "Content-Length: 0")),
                        Case.of(
                                "a line is too long",
                                "GET /" + "a".repeat(600) + " HTTP/1.1",
                                HOST),
                        Case.of(
                                "keep-alive by 1.0",
                                "GET /hello HTTP/1.0",
                                "Connection: keep-alive"))
                .map(each -> each.with(Setting.NARROW).eitherEnd());
    }

    private static Case header(String header) {
        String name = header.length() > 60 ? header.substring(0, 60) + "..." : header;
        return Case.of(name, "GET /hello HTTP/1.1", HOST, header);
    }
}
