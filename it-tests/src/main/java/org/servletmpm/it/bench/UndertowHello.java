package org.servletmpm.it.bench;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Undertow with one handler that answers as the demo's {@code /hello}, on a thread that may block,
 * as a servlet does. A JVM of its own.
 */
final class UndertowHello {

    private static final byte[] BODY = "Hello, world\n".getBytes(StandardCharsets.US_ASCII);

    private UndertowHello() {}

    /** Prints a line that begins with READY and has the URL. */
    public static void main(String[] arguments) {
        Undertow server =
                Undertow.builder()
                        .addHttpListener(0, "127.0.0.1")
                        .setWorkerThreads(128)
                        .setHandler(new BlockingHandler(UndertowHello::answer))
                        .build();
        server.start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        System.out.println("READY url=http://127.0.0.1:" + address.getPort());
    }

    private static void answer(HttpServerExchange exchange) throws IOException {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
        exchange.setResponseContentLength(BODY.length);
        exchange.getOutputStream().write(BODY);
    }
}
