package org.servletmpm.demo.web;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /ws}, one for each session: echoes texts and binary messages of up to 1 MB; does what the
 * texts {@code close CODE}, {@code idle MS} and {@code push N} say.
 *
 * <p>Public because Jetty takes no other.
 */
public final class ChatterEndpoint extends Endpoint {
    private static final int MOST = 1 << 20;
    private static final Pattern COMMAND = Pattern.compile("(close|idle|push) (\\d{1,7})");

    private final Executor pushers;

    /** Two threads must not send at a time: the container refuses the second. */
    private final Object sending = new Object();

    /**
     * @param pushers may be held by a client that is slow to read
     */
    ChatterEndpoint(Executor pushers) {
        this.pushers = pushers;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxTextMessageBufferSize(MOST);
        session.setMaxBinaryMessageBufferSize(MOST);
        session.addMessageHandler(String.class, text -> hear(session, text));
        session.addMessageHandler(ByteBuffer.class, bytes -> echo(session, bytes));
    }

    @Override
    public void onError(Session session, Throwable failed) {
        // A client that leaves is no news; the container closes the session.
    }

    private void hear(Session session, String text) {
        Matcher command = COMMAND.matcher(text);
        if (!command.matches()) {
            send(session, text);
            return;
        }
        int number = Integer.parseInt(command.group(2));
        switch (command.group(1)) {
            case "close" -> close(session, number);
            case "idle" -> {
                session.setMaxIdleTimeout(number);
                send(session, text);
            }
            default -> pushers.execute(() -> push(session, number));
        }
    }

    private void close(Session session, int code) {
        if (!mayBeSent(code)) {
            send(session, "close " + code + ": allowed 1000 to 1003, 1007 to 1014, 3000 to 4999");
            return;
        }
        try {
            session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), ""));
        } catch (IOException gone) {
            // Closed all the same.
        }
    }

    /** RFC 6455, 7.4: the others say what an end that never came on the wire was like. */
    private static boolean mayBeSent(int code) {
        return code >= 1000 && code <= 1003
                || code >= 1007 && code <= 1014
                || code >= 3000 && code <= 4999;
    }

    private void push(Session session, int messages) {
        for (int i = 1; i <= messages && session.isOpen(); i++) {
            send(session, "push " + i);
        }
    }

    private void send(Session session, String text) {
        try {
            synchronized (sending) {
                session.getBasicRemote().sendText(text);
            }
        } catch (IOException | IllegalStateException gone) {
            // The container closes the session of a client that cannot be written to.
        }
    }

    private void echo(Session session, ByteBuffer bytes) {
        try {
            synchronized (sending) {
                session.getBasicRemote().sendBinary(bytes);
            }
        } catch (IOException | IllegalStateException gone) {
            // As for a text.
        }
    }
}
