package org.servletmpm.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionHost;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.RequestLine;
import org.servletmpm.connection.Task;

/**
 * Answers {@link #WHO} with a line that says which thread runs it, the same to {@link #PIN}, which
 * also pins it, fails by an Error at {@link #FATAL}, and sends any other byte back.
 */
public final class EchoConnection extends Connection {

    public static final byte WHO = '?';
    public static final byte FATAL = '!';
    public static final byte PIN = '^';

    private static final int IDLE_MILLIS = 60_000;

    /** Somebody has armed the write interest, and it has not been fired. */
    private final AtomicBoolean writing = new AtomicBoolean();

    private final Consumer<EchoConnection> opened;

    private volatile boolean stubborn;

    EchoConnection(
            long id, SocketChannel channel, ConnectionHost host, Consumer<EchoConnection> opened) {
        super(id, channel, host);
        this.opened = opened;
    }

    /** What a thread of the application's does while it is blocked in a write. Any thread. */
    void armWrite() {
        if (isOpen() && writing.compareAndSet(false, true)) {
            arm(Kind.WRITE, IDLE_MILLIS, Urgency.CONTINUATION);
            if (!isOpen()) {
                cancel(Kind.WRITE);
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
        arm(Kind.READ, IDLE_MILLIS, Urgency.NEXT_STEP);
        if (!isOpen()) {
            cancel(Kind.READ);
        }
    }

    @Override
    protected Task fired(Kind kind, Outcome outcome, Urgency urgency) {
        if (kind == Kind.WRITE) {
            writing.set(false);
            return null;
        }
        if (outcome == Outcome.TIMEOUT && stubborn) {
            lingers(() -> {});
            armRead();
            return null;
        }
        if (outcome == Outcome.TIMEOUT) {
            abort();
            return null;
        }
        return new Step();
    }

    private final class Step implements Task {
        @Override
        public Connection connection() {
            return EchoConnection.this;
        }

        @Override
        public void run() {
            try {
                read();
            } catch (IOException e) {
                abort();
            }
        }
    }

    private void read() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        int n = channel().read(one);
        if (n < 0) {
            abort();
            return;
        }
        if (n > 0) {
            requestStarted(LINE);
            answer(one.get(0));
            requestFinished(1);
        }
        armRead();
    }

    private void answer(byte request) throws IOException {
        if (request == FATAL) {
            throw new InternalError("asked for");
        }
        if (request == PIN) {
            pin("test");
        }
        Thread thread = Thread.currentThread();
        String who = thread.getName() + " " + thread.getId() + "\n";
        ByteBuffer answer =
                request == WHO || request == PIN
                        ? ByteBuffer.wrap(who.getBytes(StandardCharsets.US_ASCII))
                        : ByteBuffer.allocate(1).put(0, request);
        while (answer.hasRemaining()) {
            channel().write(answer);
        }
    }

    @Override
    protected void release() {
        abort();
    }

    @Override
    protected long writeTimeout() {
        return 0;
    }

    @Override
    public void abort() {
        try {
            channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closed();
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
