package org.servletmpm.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionHandler;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.RequestLine;
import org.servletmpm.connection.Task;

/**
 * The container of a protocol whose requests are single bytes: all that an adapter has to do, in
 * its smallest form. Answers {@link #WHO} with a line that says which thread runs it, the same to
 * {@link #PIN}, which also pins it, fails by an Error at {@link #FATAL}, and sends any other byte
 * back.
 */
public final class EchoHandler implements ConnectionHandler {

    public static final byte WHO = '?';
    public static final byte FATAL = '!';
    public static final byte PIN = '^';

    private static final int IDLE_MILLIS = 60_000;

    /** Somebody has armed the write interest, and it has not been fired. */
    private final AtomicBoolean writing = new AtomicBoolean();

    private final Connection connection;
    private final Consumer<EchoHandler> opened;

    private volatile boolean stubborn;

    EchoHandler(Connection connection, Consumer<EchoHandler> opened) {
        this.connection = connection;
        this.opened = opened;
    }

    Connection connection() {
        return connection;
    }

    /** What a thread of the application's does while it is blocked in a write. Any thread. */
    void armWrite() {
        if (connection.isOpen() && writing.compareAndSet(false, true)) {
            connection.arm(Kind.WRITE, IDLE_MILLIS, Urgency.CONTINUATION);
            if (!connection.isOpen()) {
                connection.cancel(Kind.WRITE);
            }
        }
    }

    /** When nobody sends it anything in time, it lingers, and for longer than anybody likes. */
    void stubborn() {
        stubborn = true;
    }

    boolean isWriting() {
        return writing.get();
    }

    @Override
    public Task opened() {
        opened.accept(this);
        armRead();
        return null;
    }

    private void armRead() {
        connection.arm(Kind.READ, IDLE_MILLIS, Urgency.NEXT_STEP);
        if (!connection.isOpen()) {
            connection.cancel(Kind.READ);
        }
    }

    @Override
    public Task fired(Kind kind, Outcome outcome, Urgency urgency) {
        if (kind == Kind.WRITE) {
            writing.set(false);
            return null;
        }
        if (outcome == Outcome.TIMEOUT && stubborn) {
            connection.lingers(() -> {});
            armRead();
            return null;
        }
        if (outcome == Outcome.TIMEOUT) {
            connection.abort();
            return null;
        }
        return new Step();
    }

    private final class Step implements Task {
        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public void run() {
            try {
                read();
            } catch (IOException e) {
                connection.abort();
            }
        }
    }

    private void read() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        int n = connection.channel().read(one);
        if (n < 0) {
            connection.abort();
            return;
        }
        if (n > 0) {
            connection.requestStarted(LINE);
            answer(one.get(0));
            connection.requestFinished(1);
        }
        armRead();
    }

    private void answer(byte request) throws IOException {
        if (request == FATAL) {
            throw new InternalError("asked for");
        }
        if (request == PIN) {
            connection.pin("test");
        }
        Thread thread = Thread.currentThread();
        String who = thread.getName() + " " + thread.getId() + "\n";
        ByteBuffer answer =
                request == WHO || request == PIN
                        ? ByteBuffer.wrap(who.getBytes(StandardCharsets.US_ASCII))
                        : ByteBuffer.allocate(1).put(0, request);
        while (answer.hasRemaining()) {
            connection.channel().write(answer);
        }
    }

    @Override
    public long writeTimeout() {
        return 0;
    }

    @Override
    public void abort() {
        connection.closeNow();
    }

    @Override
    public void closeSocket() {
        try {
            connection.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final RequestLine LINE =
            new RequestLine() {
                @Override
                public String client() {
                    return "127.0.0.1";
                }

                @Override
                public String protocol() {
                    return "echo";
                }

                @Override
                public String host() {
                    return "localhost";
                }

                @Override
                public String method() {
                    return "ECHO";
                }

                @Override
                public String target() {
                    return "/";
                }
            };
}
