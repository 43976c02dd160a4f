package org.servletmpm.it.same;

import java.util.stream.Stream;

/** First lines, as the standards have them and as they do not. */
final class RequestLines {

    private static final String HOST = "Host: localhost";

    private RequestLines() {}

    static Stream<Case> cases() {
        return Stream.of(
                        methods(),
                        versions(),
                        veryOld(),
                        targets(),
                        queries(),
                        separators(),
                        strangers())
                .flatMap(group -> group);
    }

    private static Stream<Case> methods() {
        Stream<Case> known =
                Stream.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")
                        .map(method -> line(method + " /hello HTTP/1.1"));
        Stream<Case> others =
                Stream.of("get", "PURGE", "CONNECT", "G@T", "G\u0001T", "M".repeat(9000), "")
                        .map(method -> line(method + " /hello HTTP/1.1").eitherEnd());
        return Stream.concat(known, others);
    }

    private static Stream<Case> versions() {
        return Stream.of(
                line("GET /hello HTTP/1.0"),
                Case.of("1.0 without a host", "GET /hello HTTP/1.0"),
                line("GET /hello HTTP/0.9"),
                line("GET /hello HTTP/1.2"),
                line("GET /hello HTTP/1.10"),
                line("GET /hello HTTP/2.0"),
                line("GET /hello HTTP/3"),
                line("GET /hello HTTP/1"),
                line("GET /hello http/1.1"),
                line("GET /hello HTTP/1.1 and more"),
                line("GET /hello HTTP/1.1 "),
                line("GET /hello FTP/1.1"),
                line("OPTIONS http://localhost HTTP/1.1"),
                line("OPTIONS http://localhost?bytes=1 HTTP/1.1"),
                line("OPTIONS * HTTP/1.1"));
    }

    /**
     * By servers that answer no other illegal lines: Tomcat 11.0.24 forgets that a processor's last
     * request was of 0.9 only when the next request's line is legal, and answers an illegal one
     * without a header. Which processor a connection gets is chance.
     */
    private static Stream<Case> veryOld() {
        return Stream.of(
                        Case.of("0.9").send("GET /hello\r\n"),
                        Case.of("0.9 with POST").send("POST /hello\r\n"),
                        Case.of("0.9 with what could be headers")
                                .send(Case.head("GET /hello", HOST)))
                .map(each -> each.ends().eitherEnd().with(Setting.IMPATIENT));
    }

    private static Stream<Case> targets() {
        return Stream.of(
                        "http://localhost/hello",
                        "http://elsewhere:81/hello",
                        "http://user@localhost/hello",
                        "http:///hello",
                        "https://localhost/hello",
                        "HTTP://localhost/hello",
                        "localhost:80",
                        "*",
                        "hello",
                        "",
                        "/%68ello",
                        "/hello%20",
                        "/%",
                        "/%zz",
                        "/%00",
                        "/%C3%A4",
                        "/%ff",
                        "/a%2fb",
                        "/a%5cb",
                        "/a\\b",
                        "/a|b",
                        "/{a}",
                        "/\"a\"",
                        "/<a>",
                        "/a^b",
                        "/\u00e4",
                        "/a\u0001b",
                        "/a\u007fb",
                        "/hello#there",
                        "/hello;a=b",
                        "/hello;jsessionid=1234",
                        "/;/hello",
                        "//hello",
                        "/./hello",
                        "/a/../hello",
                        "/../hello",
                        "/%2e%2e/hello",
                        "/hello/",
                        "/nothing",
                        "/error/../hello?x=/../y",
                        "/" + "a".repeat(4000),
                        "/" + "a".repeat(9000))
                .map(target -> line("GET " + target + " HTTP/1.1").eitherEnd());
    }

    private static Stream<Case> queries() {
        return Stream.of(
                        "bytes=3",
                        "bytes=%33",
                        "bytes=%zz",
                        "bytes=3|",
                        "bytes=[3]",
                        "bytes=3&&",
                        "bytes=3&=",
                        "bytes=3&?",
                        "bytes=3&bytes=4",
                        "bytes=3;bytes=4",
                        "bytes",
                        "bytes=3&chunk=\u00e4")
                .map(query -> line("GET /big?" + query + " HTTP/1.1"));
    }

    private static Stream<Case> separators() {
        String rest = HOST + "\r\n\r\n";
        return Stream.of(
                Case.of("line feeds only").send("GET /hello HTTP/1.1\nHost: localhost\n\n"),
                Case.of("carriage returns only")
                        .send("GET /hello HTTP/1.1\rHost: localhost\r\r\n\r\n")
                        .eitherEnd(),
                Case.of("tabs").send("GET\t/hello\tHTTP/1.1\r\n" + rest),
                Case.of("two blanks").send("GET  /hello  HTTP/1.1\r\n" + rest),
                Case.of("a blank before").send(" GET /hello HTTP/1.1\r\n" + rest),
                Case.of("an empty line before").send("\r\nGET /hello HTTP/1.1\r\n" + rest),
                Case.of("many empty lines before")
                        .send("\r\n".repeat(50) + "GET /hello HTTP/1.1\r\n" + rest),
                Case.of("a NUL before").send("\0GET /hello HTTP/1.1\r\n" + rest));
    }

    /** To half a request and an end Jetty answers 400 or nothing, whichever it sees first. */
    private static Stream<Case> strangers() {
        return Stream.of(
                Case.of("nothing at all").halfClose(),
                Case.of("an empty line, and the end").send("\r\n").halfClose(),
                Case.of("half a line, and the end").send("GET /hel").halfClose().tomcatOnly(),
                Case.of("a line, and the end")
                        .send("GET /hello HTTP/1.1\r\n")
                        .halfClose()
                        .tomcatOnly(),
                Case.of("half a header, and the end")
                        .send("GET /hello HTTP/1.1\r\nHost: loc")
                        .halfClose()
                        .tomcatOnly(),
                Case.of("a request, and the end")
                        .send(Case.head("GET /hello HTTP/1.1", HOST))
                        .halfClose(),
                Case.of("PROXY, version 1")
                        .send(
                                "PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\n"
                                        + Case.head("GET /hello HTTP/1.1", HOST))
                        .eitherEnd(),
                Case.of("PROXY, version 2")
                        .send(
                                "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u000c\1\1\1\1\2\2\2\2\0\1\0\2"
                                        + Case.head("GET /hello HTTP/1.1", HOST))
                        .eitherEnd(),
                Case.of("HTTP/2 with prior knowledge")
                        .send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                        .eitherEnd(),
                Case.of("an answer").send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                Case.of("TLS to the plain port")
                        .send("\u0016\u0003\u0001\0\u0005\u0001\0\0\u0001\u0003\r\n\r\n")
                        .eitherEnd(),
                Case.of("HTTP to the TLS port")
                        .send(Case.head("GET /hello HTTP/1.1", HOST))
                        .with(Setting.TLS)
                        .plainClient());
    }

    private static Case line(String line) {
        String name = line.length() > 70 ? line.substring(0, 70) + "..." : line;
        return Case.of(name, line, HOST);
    }
}
