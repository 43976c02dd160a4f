package org.servletmpm.contract;

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
import org.servletmpm.connection.ReadStage;
import org.servletmpm.connection.Task;

/**
 * Serves a protocol whose requests are single bytes: all that an adapter has to do, in its smallest
 * form. The methods stand in the order in which they are called. Most bytes are sent back; the
 * constants are the others.
 *
 * <p>One thread at a time has the connection's events: READ is armed again when a step is over, and
 * a suspended request goes on as a task of its own.
 */
public final class EchoHandler implements ConnectionHandler {

    /** Answered with a line that says which thread runs it. */
    public static final byte WHO = '?';

    /** Fails by an Error. */
    public static final byte FATAL = '!';

    /** As {@link #WHO}; pins the connection. */
    public static final byte PIN = '^';

    /** A part of a request: the next byte is its rest. */
    static final byte PART = '(';

    /** Answered by {@link #answerSuspended}. */
    static final byte SUSPEND = '&';

    /** Answered with {@link Application#LARGE} bytes. */
    static final byte LARGE = '*';

    /** As {@link #LARGE}; the answer ends with the connection. */
    static final byte STREAM = '~';

    /** Sent back; the connection ends. */
    static final byte LAST = '.';

    /** As {@link #LAST}, though the client has more to send for it. */
    static final byte REFUSE = '%';

    /** The connection is aborted while the application has the request. */
    static final byte ABORT = '#';

    private static final int MOST = 64;

    /** Somebody has armed the write interest, and it has not been fired. */
    private final AtomicBoolean writing = new AtomicBoolean();

    private final Connection connection;
    private final Consumer<EchoHandler> opened;

    /** What has been read and not yet served. Whoever runs the connection's step. */
    private final ByteBuffer input = ByteBuffer.allocate(MOST).limit(0);

    private volatile boolean stubborn;

    EchoHandler(Connection connection, Consumer<EchoHandler> opened) {
        this.connection = connection;
        this.opened = opened;
    }

    public Connection connection() {
        return connection;
    }

    // ---- for tests of the engine

    /** What a thread of the application's does while it is blocked in a write. Any thread. */
    public void armWrite() {
        if (connection.isOpen() && writing.compareAndSet(false, true)) {
            connection.arm(Kind.WRITE, Application.KEEP_ALIVE_MILLIS, Urgency.CONTINUATION);
            if (!connection.isOpen()) {
                connection.cancel(Kind.WRITE);
            }
        }
    }

    /** When nobody sends it anything in time, it lingers, and for longer than anybody likes. */
    public void stubborn() {
        stubborn = true;
    }

    public boolean isWriting() {
        return writing.get();
    }

    // ---- the connection begins, and waits

    @Override
    public Task opened() {
        opened.accept(this);
        connection.expect(ReadStage.HEADER);
        armRead();
        return null;
    }

    private void armRead() {
        connection.arm(Kind.READ, Application.KEEP_ALIVE_MILLIS, Urgency.NEXT_STEP);
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
        if (outcome == Outcome.READY) {
            return new Step(this::readOn);
        }
        if (stubborn) {
            connection.lingers(() -> {});
            armRead();
        } else {
            timedOut();
        }
        return null;
    }

    /** An answer to a request that is late would be written here. */
    private void timedOut() {
        connection.isOverdue();
        connection.abort();
    }

    /** A piece of the container's work that may fail. */
    private interface Work {
        void run() throws IOException;
    }

    private final class Step implements Task {
        private final Work work;

        Step(Work work) {
            this.work = work;
        }

        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public void run() {
            try {
                work.run();
            } catch (IOException e) {
                connection.abort();
            }
        }
    }

    // ---- a worker reads and serves what came

    private void readOn() throws IOException {
        int n = connection.channel().read(input.compact());
        input.flip();
        if (n < 0) {
            connection.closeGracefully(false);
            return;
        }
        connection.received(n);
        serveInput();
    }

    /** Serves request after request, until one is not yet there, or does not leave the rest. */
    private void serveInput() throws IOException {
        while (input.hasRemaining()) {
            if (input.get(input.position()) == PART) {
                if (input.remaining() == 1) {
                    break;
                }
                input.get();
            }
            if (!serve(input.get())) {
                return;
            }
        }
        armRead();
    }

    /**
     * @return whether the connection goes on with what comes next
     */
    private boolean serve(byte request) throws IOException {
        connection.requestStarted(new EchoRequestLine(request));
        if (request == SUSPEND) {
            connection.requestSuspended();
            return false;
        }
        finish(request);
        switch (request) {
            case LAST, STREAM -> connection.closeGracefully(false);
            case REFUSE -> connection.closeGracefully(true);
            default -> {
                return connection.isOpen();
            }
        }
        return false;
    }

    /** Whatever happens: each request that was started is finished. */
    private void finish(byte request) throws IOException {
        int bytes = 0;
        try {
            ByteBuffer answer = answer(request);
            bytes = answer.remaining();
            send(answer);
        } finally {
            connection.requestFinished(bytes);
        }
    }

    /** The application. */
    private ByteBuffer answer(byte request) {
        switch (request) {
            case FATAL -> throw new InternalError("asked for");
            case PIN -> connection.pin(Application.PINNED_BY);
            case ABORT -> connection.abort();
            default -> {}
        }
        return switch (request) {
            case WHO, PIN -> ByteBuffer.wrap(who().getBytes(StandardCharsets.US_ASCII));
            case LARGE, STREAM -> ByteBuffer.allocate(Application.LARGE);
            default -> ByteBuffer.allocate(1).put(0, request);
        };
    }

    private static String who() {
        Thread thread = Thread.currentThread();
        return thread.getName() + " " + thread.getId() + "\n";
    }

    /** What the client does not take now is kept by the engine, or this thread waits with it. */
    private void send(ByteBuffer answer) throws IOException {
        connection.write(answer, true);
        while (answer.hasRemaining()) {
            connection.await(Kind.WRITE, writeTimeout());
            connection.write(answer, true);
        }
    }

    /** The application has the answer to the request that is suspended. Any thread. */
    void answerSuspended() {
        connection.submit(new Step(this::goOn));
    }

    private void goOn() throws IOException {
        connection.requestResumed();
        finish(SUSPEND);
        serveInput();
    }

    // ---- the end

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
}
