package org.servletmpm.it.same;

import java.util.stream.Stream;

/** Connections that are kept open, or not, and several requests at once. */
final class KeepAlive {

    private static final String HOST = "Host: localhost";
    private static final String HELLO = Case.head("GET /hello HTTP/1.1", HOST);
    private static final String BAD = Case.head("GET /hello HTTP/1.1");
    private static final String UPLOAD =
            Case.head("POST /upload HTTP/1.1", HOST, "Content-Length: 3") + "abc";

    private KeepAlive() {}

    static Stream<Case> cases() {
        return Stream.of(one(), several(), limited()).flatMap(group -> group);
    }

    private static Stream<Case> one() {
        return Stream.of(
                Case.of("1.1", "GET /hello HTTP/1.1", HOST),
                Case.of("1.1, close", "GET /hello HTTP/1.1", HOST, "Connection: close"),
                Case.of("1.1, Close", "GET /hello HTTP/1.1", HOST, "Connection: Close"),
                Case.of("1.1, keep-alive", "GET /hello HTTP/1.1", HOST, "Connection: keep-alive"),
                Case.of("1.0", "GET /hello HTTP/1.0", HOST),
                Case.of("1.0, close", "GET /hello HTTP/1.0", HOST, "Connection: close"),
                Case.of("1.0, keep-alive", "GET /hello HTTP/1.0", HOST, "Connection: keep-alive"),
                Case.of("1.0, Keep-Alive", "GET /hello HTTP/1.0", HOST, "Connection: Keep-Alive"),
                Case.of("1.0, keep-alive, of unknown length")
                        .send(
                                Case.head(
                                                "POST /echo HTTP/1.0",
                                                HOST,
                                                "Connection: keep-alive",
                                                "Content-Length: 3")
                                        + "abc"),
                Case.of("1.0, of unknown length")
                        .send(Case.head("POST /echo HTTP/1.0", HOST, "Content-Length: 3") + "abc"),
                Case.of("1.0, keep-alive and HEAD")
                        .send(Case.head("HEAD /hello HTTP/1.0", "Connection: keep-alive")),
                Case.of(
                        "close, with a body",
                        "GET /big?bytes=100000 HTTP/1.1",
                        HOST,
                        "Connection: close"),
                Case.of("an error", "GET /nothing HTTP/1.1", HOST),
                Case.of("a failure", "GET /error?type=exception HTTP/1.1", HOST),
                Case.of("HEAD", "HEAD /hello HTTP/1.1", HOST),
                Case.of("HEAD of a long answer", "HEAD /big?bytes=5000000 HTTP/1.1", HOST),
                Case.of("HEAD of nothing", "HEAD /nothing HTTP/1.1", HOST),
                Case.of("HEAD of a failure", "HEAD /error?type=exception HTTP/1.1", HOST),
                Case.of("HEAD, close", "HEAD /hello HTTP/1.1", HOST, "Connection: close"));
    }

    private static Stream<Case> several() {
        return Stream.of(
                Case.of("one after another")
                        .send(HELLO)
                        .answer()
                        .send(UPLOAD)
                        .answer()
                        .send(HELLO)
                        .answer(),
                Case.of("three at once").send(HELLO + UPLOAD + HELLO).answers(3),
                Case.of("three at once, the second HEAD")
                        .send(HELLO + Case.head("HEAD /hello HTTP/1.1", HOST) + HELLO)
                        .answer()
                        .answerToHead()
                        .answer(),
                Case.of("three at once, the second without a host")
                        .send(HELLO + BAD + HELLO)
                        .answers(2)
                        .eitherEnd(),
                Case.of("three at once, the second illegal")
                        .send(HELLO + Case.head("G@T /hello HTTP/1.1", HOST) + HELLO)
                        .answers(2)
                        .eitherEnd(),
                Case.of("three at once, the second closes")
                        .send(
                                HELLO
                                        + Case.head(
                                                "GET /hello HTTP/1.1", HOST, "Connection: close")
                                        + HELLO)
                        .answers(2)
                        .eitherEnd(),
                Case.of("three at once, the second fails")
                        .send(HELLO + Case.head("GET /error?type=exception HTTP/1.1", HOST) + HELLO)
                        .answers(3),
                Case.of("three at once, the second an unread upload")
                        .send(
                                HELLO
                                        + Case.head(
                                                "POST /hello HTTP/1.1", HOST, "Content-Length: 3")
                                        + "abc"
                                        + HELLO)
                        .answers(3),
                Case.of("three at once, and the end")
                        .send(HELLO + HELLO + HELLO)
                        .halfClose()
                        .answers(3),
                Case.of("two and a half, and the end")
                        .send(HELLO + HELLO + "GET /hel")
                        .answers(2)
                        .halfClose()
                        // By chance Jetty answers 400 or nothing.
                        .tomcatOnly(),
                Case.of("two and a half, and the other half")
                        .send(HELLO + HELLO + "GET /hel")
                        .answers(2)
                        .send("lo HTTP/1.1\r\n" + HOST + "\r\n\r\n")
                        .answer(),
                Case.of("thirty at once").send(HELLO.repeat(30)).answers(30),
                Case.of("long answers at once")
                        .send(Case.head("GET /big?bytes=300000 HTTP/1.1", HOST).repeat(4))
                        .answers(4),
                Case.of("an empty line between").send(HELLO + "\r\n" + HELLO).answers(2),
                Case.of("the end while it is kept open").send(HELLO).answer().halfClose());
    }

    /** maxKeepAliveRequests 3, and 1. */
    private static Stream<Case> limited() {
        return Stream.of(
                Case.of("the limit's last").send(HELLO.repeat(3)).answers(3).with(Setting.NARROW),
                Case.of("before the limit's last")
                        .send(HELLO)
                        .answer()
                        .send(HELLO)
                        .answer()
                        .with(Setting.NARROW),
                Case.of("more than the limit")
                        .send(HELLO.repeat(4))
                        .answers(3)
                        .eitherEnd()
                        .with(Setting.NARROW),
                Case.of("the limit by 1.0")
                        .send(Case.head("GET /hello HTTP/1.0", "Connection: keep-alive").repeat(3))
                        .answers(3)
                        .with(Setting.NARROW),
                Case.of("none is kept").send(HELLO).with(Setting.PERMISSIVE),
                Case.of("none is kept, but asked for")
                        .send(Case.head("GET /hello HTTP/1.1", HOST, "Connection: keep-alive"))
                        .with(Setting.PERMISSIVE));
    }

    /** Whoever says nothing for too long. */
    static Stream<Case> silent() {
        return Stream.of(
                        Case.of("silent from the start"),
                        Case.of("silent in the line").send("GET /hel"),
                        Case.of("silent in a header").send("GET /hello HTTP/1.1\r\nHost: loc"),
                        Case.of("silent in a body")
                                .send(
                                        Case.head(
                                                        "POST /upload HTTP/1.1",
                                                        HOST,
                                                        "Content-Length: 5")
                                                + "abc"),
                        Case.of("silent in a chunk")
                                .send(
                                        Case.head(
                                                        "POST /upload HTTP/1.1",
                                                        HOST,
                                                        "Transfer-Encoding: chunked")
                                                + "5\r\nabc"),
                        Case.of("silent in a body that nobody reads")
                                .send(
                                        Case.head("GET /hello HTTP/1.1", HOST, "Content-Length: 5")
                                                + "abc"),
                        Case.of("silent when asked to continue")
                                .send(
                                        Case.head(
                                                "POST /upload HTTP/1.1",
                                                HOST,
                                                "Expect: 100-continue",
                                                "Content-Length: 5")),
                        Case.of("silent in an echo")
                                .send(
                                        Case.head("POST /echo HTTP/1.1", HOST, "Content-Length: 5")
                                                + "abc"),
                        Case.of("silent after an answer").send(HELLO))
                .map(each -> each.ends().with(Setting.IMPATIENT));
    }
}
