package org.servletmpm.it.same;

import static org.servletmpm.it.same.Case.post;

import java.util.stream.Stream;

/** Bodies of requests: whole, in pieces, broken, too long, waited for, never read. */
final class Bodies {

    private static final String HOST = "Host: localhost";
    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final String CONTINUE = "Expect: 100-continue";

    private Bodies() {}

    static Stream<Case> cases() {
        return Stream.of(
                        whole(),
                        chunks(),
                        brokenChunks(),
                        cutShort(),
                        expected(),
                        unread(),
                        narrow())
                .flatMap(group -> group);
    }

    private static Stream<Case> whole() {
        return Stream.of(
                Case.of("an empty upload").send(post("/upload", "Content-Length: 0")),
                Case.of("an upload without a length").send(post("/upload")),
                Case.of("1 byte").send(post("/upload", "Content-Length: 1") + "x"),
                Case.of("in two pieces")
                        .send(post("/echo", "Content-Length: 8") + "left")
                        .until("left")
                        .send("rite")
                        .until("rite\r\n0\r\n\r\n"),
                Case.of("64 KB")
                        .send(post("/upload", "Content-Length: 65536") + "x".repeat(65_536)),
                Case.of("1 MB")
                        .send(post("/upload", "Content-Length: 1048576") + "x".repeat(1 << 20)),
                Case.of("with a type that is echoed")
                        .send(
                                post("/echo", "Content-Length: 2", "Content-Type: text/x; y=z")
                                        + "ab"),
                Case.of("by PUT to what takes none")
                        .send(Case.head("PUT /upload HTTP/1.1", HOST, "Content-Length: 2") + "ab"),
                Case.of("by GET")
                        .send(Case.head("GET /hello HTTP/1.1", HOST, "Content-Length: 2") + "ab"),
                Case.of("by HEAD")
                        .send(Case.head("HEAD /hello HTTP/1.1", HOST, "Content-Length: 2") + "ab"),
                Case.of("chunked, by GET")
                        .send(
                                Case.head("GET /hello HTTP/1.1", HOST, CHUNKED)
                                        + "1\r\na\r\n0\r\n\r\n"),
                Case.of("parameters in it")
                        .send(
                                Case.head(
                                                "GET /big HTTP/1.1",
                                                HOST,
                                                "Content-Type: application/x-www-form-urlencoded",
                                                "Content-Length: 7")
                                        + "bytes=3"));
    }

    private static Stream<Case> chunks() {
        return Stream.of(
                chunked("none", "0\r\n\r\n"),
                chunked("one", "3\r\nabc\r\n0\r\n\r\n"),
                chunked("two", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"),
                chunked("upper case", "A\r\n0123456789\r\n0\r\n\r\n"),
                chunked("leading zeros", "0003\r\nabc\r\n000\r\n\r\n"),
                chunked("an extension", "3;a=b\r\nabc\r\n0;c=\"d\"\r\n\r\n"),
                chunked("a blank before the extension", "3 ;a=b\r\nabc\r\n0\r\n\r\n"),
                chunked("a blank after the size", "3 \r\nabc\r\n0\r\n\r\n"),
                chunked("trailers", "3\r\nabc\r\n0\r\nX-First: 1\r\nX-Second: 2\r\n\r\n"),
                chunked("a folded trailer", "0\r\nX-First: 1\r\n 2\r\n\r\n"),
                chunked("a trailer that frames", "0\r\nContent-Length: 7\r\n\r\n"),
                chunked("a trailer without a colon", "0\r\nX-First\r\n\r\n"),
                chunked("a long extension", "3;" + "a".repeat(9000) + "\r\nabc\r\n0\r\n\r\n"),
                chunked("long trailers", "0\r\nX: " + "a".repeat(9000) + "\r\n\r\n"),
                Case.of("chunks echoed as they come")
                        .send(post("/echo", CHUNKED) + "4\r\nleft\r\n")
                        .until("left")
                        .send("5\r\nright\r\n")
                        .until("right")
                        .send("0\r\n\r\n")
                        .until("\r\n0\r\n\r\n"),
                Case.of("a chunk's end comes late")
                        .send(post("/echo", CHUNKED) + "4\r\nleft")
                        .until("left")
                        .send("\r\n5\r\nright")
                        .until("right")
                        .send("\r\n0")
                        .send("\r\n\r\n")
                        .until("\r\n0\r\n\r\n"));
    }

    private static Stream<Case> brokenChunks() {
        return Stream.of(
                        chunked("no size", "\r\nabc\r\n0\r\n\r\n"),
                        chunked("a size that is none", "x\r\nabc\r\n0\r\n\r\n"),
                        chunked("a negative size", "-3\r\nabc\r\n0\r\n\r\n"),
                        chunked("a size beyond all", "fffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
                        chunked("a size of 2 GB and more", "80000000\r\nabc"),
                        chunked("0x", "0x3\r\nabc\r\n0\r\n\r\n"),
                        chunked("longer than its size", "2\r\nabc\r\n0\r\n\r\n"),
                        chunked("shorter than its size", "4\r\nabc\r\n0\r\n\r\n"),
                        chunked("line feeds only", "3\nabc\n0\n\n"),
                        chunked("a carriage return only", "3\rabc\r\n0\r\n\r\n"),
                        chunked("a good one, then a bad one", "3\r\nabc\r\nx\r\n"))
                .map(Case::eitherEnd);
    }

    private static Case chunked(String name, String chunks) {
        // Those that a server waits on for more are told that there is none.
        boolean complete = chunks.endsWith("0\r\n\r\n") || chunks.contains("\r\n\r\n");
        Case sent = Case.of("chunks: " + name).send(post("/upload", CHUNKED) + chunks);
        return complete ? sent : sent.halfClose();
    }

    private static Stream<Case> cutShort() {
        return Stream.of(
                Case.of("an upload ends early")
                        .send(post("/upload", "Content-Length: 10") + "abc")
                        .halfClose(),
                Case.of("a chunked upload ends in a chunk")
                        .send(post("/upload", CHUNKED) + "5\r\nabc")
                        .halfClose(),
                Case.of("a chunked upload ends between chunks")
                        .send(post("/upload", CHUNKED) + "3\r\nabc\r\n")
                        .halfClose(),
                Case.of("a chunked upload ends in its trailers")
                        .send(post("/upload", CHUNKED) + "0\r\nX-First: 1\r\n")
                        .halfClose(),
                Case.of("an echo ends early")
                        .send(post("/echo", "Content-Length: 10") + "abc")
                        .until("abc")
                        .halfClose(),
                Case.of("a body that nobody reads ends early")
                        .send(Case.head("GET /hello HTTP/1.1", HOST, "Content-Length: 10") + "abc")
                        .halfClose(),
                Case.of("the end comes with a whole upload")
                        .send(post("/upload", "Content-Length: 3") + "abc")
                        .halfClose());
    }

    private static Stream<Case> expected() {
        return Stream.of(
                Case.of("continue")
                        .send(post("/upload", CONTINUE, "Content-Length: 3"))
                        .answer()
                        .send("abc")
                        .answer(),
                Case.of("continue, chunked")
                        .send(post("/upload", CONTINUE, CHUNKED))
                        .answer()
                        .send("3\r\nabc\r\n0\r\n\r\n")
                        .answer(),
                Case.of("continue, with an echo")
                        .send(post("/echo", CONTINUE, "Content-Length: 3"))
                        .answer()
                        .send("abc")
                        .answer(),
                Case.of("continue, and an empty body")
                        .send(post("/upload", CONTINUE, "Content-Length: 0"))
                        .until("\"}"),
                Case.of("continue, but the body comes at once")
                        .send(post("/upload", CONTINUE, "Content-Length: 3") + "abc")
                        .until("\"}"),
                Case.of("continue, by 1.0")
                        .send(
                                Case.head(
                                                "POST /upload HTTP/1.0",
                                                HOST,
                                                CONTINUE,
                                                "Content-Length: 3")
                                        + "abc"),
                Case.of("continue, refused")
                        .send(post("/nothing", CONTINUE, "Content-Length: 3"))
                        .answer(),
                Case.of("continue, refused by method")
                        .send(
                                Case.head(
                                        "POST /hello HTTP/1.1",
                                        HOST,
                                        CONTINUE,
                                        "Content-Length: 3"))
                        .answer()
                        .send("abc")
                        .ends(),
                Case.of("continue, and the client gives up")
                        .send(post("/upload", CONTINUE, "Content-Length: 3"))
                        .answer()
                        .halfClose(),
                Case.of("continue when it is read")
                        .send(post("/upload", CONTINUE, "Content-Length: 3"))
                        .answer()
                        .send("abc")
                        .answer()
                        .with(Setting.PERMISSIVE),
                Case.of("continue when it is read, refused")
                        .send(post("/nothing", CONTINUE, "Content-Length: 3"))
                        .answer()
                        .with(Setting.PERMISSIVE));
    }

    /** What the application has not read, the connector swallows, up to a limit. */
    private static Stream<Case> unread() {
        return Stream.of(
                Case.of("unread, 3 bytes").send(post("/nothing", "Content-Length: 3") + "abc"),
                Case.of("unread, that come late")
                        .send(post("/nothing", "Content-Length: 3") + "a")
                        .answer()
                        .send("bc"),
                Case.of("unread, 100 KB")
                        .send(post("/nothing", "Content-Length: 100000") + "x".repeat(100_000)),
                Case.of("unread, chunked")
                        .send(post("/nothing", CHUNKED) + "3\r\nabc\r\n0\r\n\r\n"),
                Case.of("unread, 3 MB")
                        .send(post("/nothing", "Content-Length: 3000000"))
                        .answer()
                        .send("x".repeat(3_000_000))
                        .ends()
                        .eitherEnd(),
                Case.of("unread, chunked and broken")
                        .send(post("/nothing", CHUNKED) + "x\r\nabc\r\n0\r\n\r\n")
                        .answer()
                        .ends()
                        .eitherEnd());
    }

    private static Stream<Case> narrow() {
        return Stream.of(
                        Case.of("swallowed within the limit")
                                .send(post("/nothing", "Content-Length: 900") + "x".repeat(900)),
                        Case.of("more than is swallowed")
                                .send(post("/nothing", "Content-Length: 1001"))
                                .answer()
                                .send("x".repeat(1001))
                                .ends(),
                        Case.of("more than is swallowed, chunked")
                                .send(
                                        post("/nothing", CHUNKED)
                                                + "7d0\r\n"
                                                + "x".repeat(2000)
                                                + "\r\n0\r\n\r\n")
                                .answer()
                                .ends(),
                        chunked("an extension within the limit", "3;a=b\r\nabc\r\n0\r\n\r\n"),
                        chunked(
                                "an extension above the limit",
                                "3;a=bbbbbbbbbbbbbbbbbbbbbbbb\r\nabc\r\n0\r\n\r\n"),
                        chunked("trailers within the limit", "0\r\nX-First: 1\r\n\r\n"),
                        chunked(
                                "trailers above the limit",
                                "0\r\nX-First: 1\r\nX-Second: " + "2".repeat(60) + "\r\n\r\n"),
                        Case.of("a long upload of a client that has little to say")
                                .send(post("/upload", "Content-Length: 5000") + "x".repeat(5000)))
                .map(each -> each.with(Setting.NARROW).eitherEnd());
    }
}
