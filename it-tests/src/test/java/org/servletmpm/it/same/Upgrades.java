package org.servletmpm.it.same;

import java.util.stream.Stream;

/** Requests to go on with another protocol. */
final class Upgrades {

    private static final String HOST = "Host: localhost";
    private static final String CONNECTION = "Connection: Upgrade";
    private static final String WEB_SOCKET = "Upgrade: websocket";
    private static final String VERSION = "Sec-WebSocket-Version: 13";
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    /** Masked with zeros, so that its text can be read: the text "hello". */
    private static final String TEXT = "\u0081\u0085\0\0\0\0hello";

    private static final String PING = "\u0089\u0082\0\0\0\0hi";

    /** Code 1000. */
    private static final String CLOSE = "\u0088\u0082\0\0\0\0\u0003\u00e8";

    private Upgrades() {}

    static Stream<Case> cases() {
        return Stream.of(handshakes(), messages(), others()).flatMap(group -> group);
    }

    private static Stream<Case> handshakes() {
        return Stream.of(
                web("no key", HOST, CONNECTION, WEB_SOCKET, VERSION),
                web(
                        "a short key",
                        HOST,
                        CONNECTION,
                        WEB_SOCKET,
                        VERSION,
                        "Sec-WebSocket-Key: eA=="),
                web("no version", HOST, CONNECTION, WEB_SOCKET, KEY),
                web(
                        "another version",
                        HOST,
                        CONNECTION,
                        WEB_SOCKET,
                        KEY,
                        "Sec-WebSocket-Version: 8"),
                web("no Connection", HOST, WEB_SOCKET, VERSION, KEY),
                web("no Upgrade", HOST, CONNECTION, VERSION, KEY),
                web("nothing of it", HOST),
                Case.of(
                        "WebSocket by POST",
                        "POST /ws HTTP/1.1",
                        HOST,
                        CONNECTION,
                        WEB_SOCKET,
                        VERSION,
                        KEY,
                        "Content-Length: 0"),
                Case.of(
                                "WebSocket by 1.0",
                                "GET /ws HTTP/1.0",
                                HOST,
                                CONNECTION,
                                WEB_SOCKET,
                                VERSION,
                                KEY)
                        .until("\r\n\r\n")
                        .send(CLOSE)
                        .ends()
                        .eitherEnd(),
                Case.of(
                        "WebSocket where there is none",
                        "GET /hello HTTP/1.1",
                        HOST,
                        CONNECTION,
                        WEB_SOCKET,
                        VERSION,
                        KEY));
    }

    private static Stream<Case> messages() {
        return Stream.of(
                        open("closed at once").send(CLOSE),
                        open("a text").send(TEXT).until("hello").send(CLOSE),
                        open("a ping").send(PING).until("hi").send(CLOSE),
                        open("a subprotocol", "Sec-WebSocket-Protocol: a, b").send(CLOSE),
                        open("an extension that is none", "Sec-WebSocket-Extensions: nonsense")
                                .send(CLOSE),
                        open("an origin", "Origin: http://elsewhere").send(CLOSE),
                        open("three texts at once").send(TEXT.repeat(3) + CLOSE),
                        open("a text in pieces")
                                .send("\u0081\u0085\0\0")
                                .send("\0\0he")
                                .send("llo")
                                .until("hello")
                                .send(CLOSE),
                        open("a text in two frames")
                                .send("\u0001\u0082\0\0\0\0he")
                                .send("\u0080\u0083\0\0\0\0llo")
                                .until("hello")
                                .send(CLOSE),
                        open("closed by the server")
                                .send("\u0081\u008a\0\0\0\0close 4000")
                                .bytes(4)
                                .send("\u0088\u0082\0\0\0\0\u000f\u00a0"),
                        open("pushed to")
                                .send("\u0081\u0086\0\0\0\0push 3")
                                .until("push 3")
                                .send(CLOSE),
                        open("not masked").send("\u0081\u0005hello"),
                        open("an unknown opcode").send("\u0083\u0080\0\0\0\0"),
                        open("reserved bits").send("\u00c1\u0085\0\0\0\0hello"),
                        open("not UTF-8").send("\u0081\u0081\0\0\0\0\u00ff"),
                        open("a long ping").send("\u0089\u00fe\0\u0080\0\0\0\0" + "x".repeat(128)))
                .map(each -> each.ends().eitherEnd());
    }

    private static Case open(String name, String... headers) {
        String[] all =
                Stream.concat(
                                Stream.of(HOST, CONNECTION, WEB_SOCKET, VERSION, KEY),
                                Stream.of(headers))
                        .toArray(String[]::new);
        return web(name, all).until("\r\n\r\n");
    }

    private static Case web(String name, String... headers) {
        return Case.of("WebSocket: " + name, "GET /ws HTTP/1.1", headers);
    }

    private static Stream<Case> others() {
        return Stream.of(
                other("h2c", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"),
                other("TLS", "Upgrade: TLS/1.0"),
                other("nonsense", "Upgrade: nonsense/1"),
                other("several", "Upgrade: nonsense, websocket"),
                other("nothing", "Upgrade: "));
    }

    private static Case other(String name, String... headers) {
        String[] all =
                Stream.concat(Stream.of(HOST, CONNECTION), Stream.of(headers))
                        .toArray(String[]::new);
        return Case.of("upgrade to " + name, "GET /hello HTTP/1.1", all);
    }
}
