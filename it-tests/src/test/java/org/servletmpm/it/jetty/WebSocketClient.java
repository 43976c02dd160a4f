package org.servletmpm.it.jetty;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JDK's client, whose test takes what has come message by message. */
final class WebSocketClient implements WebSocket.Listener, AutoCloseable {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    /** Bytes of the current binary message so far. The listener's thread's. */
    private int bytes;

    WebSocketClient(HttpClient http, int port) throws Exception {
        socket =
                http.newWebSocketBuilder()
                        .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), this)
                        .get(10, TimeUnit.SECONDS);
    }

    WebSocketClient send(String message) throws Exception {
        socket.sendText(message, true).get(10, TimeUnit.SECONDS);
        return this;
    }

    WebSocketClient send(byte[] message) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(message), true).get(10, TimeUnit.SECONDS);
        return this;
    }

    void end(int code) throws Exception {
        socket.sendClose(code, "enough").get(10, TimeUnit.SECONDS);
    }

    /** The next message; a binary one as its length, a close as its code. */
    String next() throws InterruptedException {
        return String.valueOf(told.poll(10, TimeUnit.SECONDS));
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            told.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        bytes += data.remaining();
        if (last) {
            told.add("bytes " + bytes);
            bytes = 0;
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        told.add("close " + code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        told.add("error " + error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
