package org.servletmpm.tomcat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SendfileDataBase;
import org.apache.tomcat.util.net.SendfileState;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.EmptyLines;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.RequestTimeoutResponse;

/**
 * Lets the engine wait for Tomcat's socket: arms an interest where Tomcat would register with its
 * poller, and blocks with the engine where Tomcat would block. The thread that has the connection's
 * events borrows its buffers and gives them back; any thread of the application reads and writes.
 */
final class MpmSocketWrapper extends NioSocketWrapper {

    private static final Log LOG = LogFactory.getLog(MpmSocketWrapper.class);

    private static final AtomicReferenceFieldUpdater<MpmSocketWrapper, SocketBufferHandler>
            BORROWED =
                    AtomicReferenceFieldUpdater.newUpdater(
                            MpmSocketWrapper.class, SocketBufferHandler.class, "borrowed");

    private final Connection connection;
    private final TomcatHandler handler;
    private final SocketBuffers buffers;

    /** The buffers while it has some; the thread that sets it to null is done with them. */
    private volatile SocketBufferHandler borrowed;

    private final ApplicationThreads threads = new ApplicationThreads();

    /**
     * True when the last read took all there was, so that a read before the socket is ready again
     * would be a system call for nothing. A hint: the next wait finds out. Never true for TLS,
     * where a short read says nothing of the socket. Written by the thread that reads.
     */
    private volatile boolean drained;

    MpmSocketWrapper(
            NioChannel socket,
            NioEndpoint tomcats,
            ConnectionEndpoint endpoint,
            Connection connection,
            SocketBuffers buffers) {
        super(socket, tomcats);
        this.buffers = buffers;
        this.connection = connection;
        this.handler = new TomcatHandler(connection, this, endpoint);
    }

    /**
     * @return the handler behind a wrapper, which is one of these
     */
    static TomcatHandler handler(SocketWrapperBase<?> wrapper) {
        return ((MpmSocketWrapper) wrapper).handler;
    }

    TomcatHandler handler() {
        return handler;
    }

    /** Called when the socket has, or may have, something to read. */
    void readable() {
        drained = false;
    }

    /**
     * @return whether a request may be among the bytes that come next
     */
    boolean hasBegun() {
        return !(getSocket() instanceof TlsChannel tls) || tls.hasBegun();
    }

    // ---- buffers

    /**
     * Takes buffers, unless it has some. In the thread that has the connection's events, before
     * each of them.
     */
    void borrow() {
        if (socketBufferHandler == buffers.idle()) {
            SocketBufferHandler taken = buffers.application();
            if (getSocket() instanceof TlsChannel tls) {
                tls.borrow(taken);
            }
            borrowed = taken;
            socketBufferHandler = taken;
            threads.open();
        }
    }

    /**
     * Gives the buffers back, unless there is something in them. In the thread that has the
     * connection's events, after the last one, when the application has no thread in a request.
     *
     * @return false when a thread is inside all the same: an application has left it there, the
     *     buffers are still its, and what it writes follows an answer that has ended
     */
    boolean giveBack() {
        SocketBufferHandler mine = borrowed;
        if (mine == null || !threads.shut()) {
            return threads.isEmpty();
        }
        if (!mine.isReadBufferEmpty()
                || !mine.isWriteBufferEmpty()
                || getSocket() instanceof TlsChannel tls && !tls.giveBack()
                || !BORROWED.compareAndSet(this, mine, null)) {
            threads.open();
            return true;
        }
        socketBufferHandler = buffers.idle();
        buffers.giveBack(mine);
        return true;
    }

    private void enter() throws IOException {
        threads.enter(handler.isProcessing());
    }

    /**
     * @return the threads that read and write here
     */
    ApplicationThreads threads() {
        return threads;
    }

    // ---- waiting for the next step

    @Override
    public void registerReadInterest() {
        handler.armRead();
    }

    @Override
    public void registerWriteInterest() {
        connection.arm(
                Kind.WRITE,
                getWriteTimeout(),
                writeOperation == null && !handler.isUpgraded()
                        ? Urgency.NEXT_STEP
                        : Urgency.CONTINUATION);
    }

    /**
     * @return the vectored read or write that waits for the socket, to be run when it is ready; or
     *     null
     */
    Runnable operation(Kind kind) {
        return kind == Kind.READ ? readOperation : writeOperation;
    }

    @Override
    public void execute(Runnable work) {
        handler.execute(work, super::execute);
    }

    // ---- a file that the connector sends by itself

    @Override
    public SendfileDataBase createSendfileData(String file, long position, long length) {
        return new Sendfile(file, position, length);
    }

    /**
     * {@inheritDoc} The calling thread sends what the socket takes at once; the thread that finds
     * the socket ready sends the rest, so that no worker waits for the client.
     */
    @Override
    public SendfileState processSendfile(SendfileDataBase data) {
        Sendfile file = (Sendfile) data;
        setSendfileData(file);
        if (connection.hasUnsent()) {
            connection.completing();
            connection.afterUnsent(() -> handler.submit(SocketEvent.OPEN_WRITE));
            return SendfileState.PENDING;
        }
        SendfileState state = send(file);
        if (state == SendfileState.PENDING) {
            connection.completing();
            awaitReceiver();
        }
        return state;
    }

    /** Goes on with the file: the socket has room for more. */
    void goOnSending() {
        Sendfile file = (Sendfile) getSendfileData();
        switch (send(file)) {
            case PENDING -> awaitReceiver();
            case ERROR -> close();
            case DONE -> {
                connection.completed();
                switch (file.keepAliveState) {
                    case NONE -> close();
                    case PIPELINED -> handler.submit(SocketEvent.OPEN_READ);
                    case OPEN -> registerReadInterest();
                }
            }
        }
    }

    private SendfileState send(Sendfile file) {
        try {
            if (!file.send(getSocket())) {
                return SendfileState.PENDING;
            }
            file.close();
            setSendfileData(null);
            return SendfileState.DONE;
        } catch (IOException e) {
            LOG.debug("Sending " + file.fileName + ": " + e, e);
            return SendfileState.ERROR;
        }
    }

    private void awaitReceiver() {
        connection.arm(Kind.WRITE, getWriteTimeout(), Urgency.NEXT_STEP);
    }

    // ---- blocking and non-blocking I/O

    @Override
    public boolean isReadyForRead() throws IOException {
        enter();
        try {
            return super.isReadyForRead();
        } finally {
            threads.leave();
        }
    }

    @Override
    public int read(boolean block, byte[] b, int off, int len) throws IOException {
        enter();
        try {
            int n = super.read(false, b, off, len);
            if (n == 0 && block) {
                ReadDeadline deadline = new ReadDeadline(getReadTimeout());
                while (n == 0) {
                    awaitRead(deadline);
                    n = super.read(false, b, off, len);
                }
            }
            came(n, block, ByteBuffer.wrap(b), off);
            return n;
        } finally {
            threads.leave();
        }
    }

    private void came(int n, boolean block, ByteBuffer bytes, int from) {
        if (n > 0 && handler.skipsLineEnds() && EmptyLines.are(bytes, from, n)) {
            connection.receivedLineEnds(n);
        } else {
            handler.came(n, block);
        }
    }

    @Override
    public int read(boolean block, ByteBuffer to) throws IOException {
        enter();
        try {
            int n = readAvailable(to);
            if (n == 0 && block) {
                ReadDeadline deadline = new ReadDeadline(getReadTimeout());
                while (n == 0) {
                    awaitRead(deadline);
                    n = readAvailable(to);
                }
            }
            came(n, block, to, to.position() - n);
            return n;
        } finally {
            threads.leave();
        }
    }

    /**
     * Reads ahead, in the thread that has the connection's events.
     *
     * @return whether the client has ended its side, or the connection is broken
     */
    boolean hasClientEnded() {
        ByteBuffer next = ByteBuffer.allocate(1);
        try {
            int came = super.read(false, next);
            if (came > 0) {
                unRead(next.flip());
            }
            return came < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private int readAvailable(ByteBuffer to) throws IOException {
        if (drained && socketBufferHandler.isReadBufferEmpty()) {
            return 0;
        }
        int most = socketBufferHandler.getReadBuffer().capacity();
        boolean direct = to.remaining() >= most && !(getSocket() instanceof SecureNioChannel);
        int n = super.read(false, to);
        drained = direct && n < most;
        return n;
    }

    private void awaitRead(ReadDeadline deadline) throws IOException {
        if (!connection.await(Kind.READ, deadline.left())) {
            throw new SocketTimeoutException();
        }
        threads.checkOpen();
        drained = false;
    }

    @Override
    protected void writeBlocking(byte[] from, int off, int len) throws IOException {
        enter();
        try {
            super.writeBlocking(from, off, len);
        } finally {
            threads.leave();
        }
    }

    @Override
    protected void writeBlocking(ByteBuffer from) throws IOException {
        enter();
        try {
            super.writeBlocking(from);
        } finally {
            threads.leave();
        }
    }

    @Override
    protected void writeNonBlocking(byte[] from, int off, int len) throws IOException {
        enter();
        try {
            super.writeNonBlocking(from, off, len);
        } finally {
            threads.leave();
        }
    }

    @Override
    protected void writeNonBlocking(ByteBuffer from) throws IOException {
        enter();
        try {
            super.writeNonBlocking(from);
        } finally {
            threads.leave();
        }
    }

    @Override
    public boolean flush(boolean block) throws IOException {
        enter();
        try {
            return super.flush(block);
        } finally {
            threads.leave();
        }
    }

    /**
     * Answers a request of which only a part has come, as far as the socket takes the answer at
     * once: the client gets no more of a worker's time.
     */
    void answerLateRequest() {
        try {
            getSocket().write(RequestTimeoutResponse.answer());
        } catch (IOException e) {
            LOG.debug("Answering a late request: " + e, e);
        }
    }

    /**
     * Measures one timeout over all the waits of a read: a TLS record may come and bring no bytes.
     */
    private static final class ReadDeadline {
        private final long end;

        ReadDeadline(long timeoutMillis) {
            end = timeoutMillis > 0 ? System.nanoTime() + timeoutMillis * 1_000_000 : 0;
        }

        /**
         * @return milliseconds, at least 1 so that the socket is looked at; 0 for ever
         */
        long left() {
            return end == 0 ? 0 : Math.max((end - System.nanoTime()) / 1_000_000, 1);
        }
    }

    /**
     * {@inheritDoc} Puts an interrupt aside that the application has left with its thread: the
     * channel would take it for a failure and break the connection.
     */
    @Override
    protected void doWrite(boolean block, ByteBuffer from) throws IOException {
        threads.checkOpen();
        boolean interrupted = Thread.interrupted();
        try {
            if (block) {
                writeAll(from);
            } else {
                super.doWrite(false, from);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void writeAll(ByteBuffer from) throws IOException {
        if (previousIOException != null) {
            // Bytes were lost when a write timed out: nothing may follow them.
            throw new IOException(previousIOException);
        }
        super.doWrite(false, from);
        while (from.hasRemaining() || getSocket().getOutboundRemaining() > 0) {
            boolean ready = connection.await(Kind.WRITE, getWriteTimeout());
            threads.checkOpen();
            int left = from.remaining();
            int encrypted = getSocket().getOutboundRemaining();
            super.doWrite(false, from);
            // A socket takes some bytes long before it calls itself ready.
            if (!ready
                    && from.remaining() == left
                    && getSocket().getOutboundRemaining() == encrypted) {
                previousIOException = new SocketTimeoutException();
                throw previousIOException;
            }
        }
    }

    /**
     * {@inheritDoc} Tomcat is done with the connection. Its client may not be: then the socket is
     * closed later.
     */
    @Override
    protected void doClose() {
        threads.end();
        handler.close(getSocket());
    }

    /**
     * Closes the socket. Called once. The buffers are freed, unless a thread is inside a read or a
     * write, which fails.
     */
    void closeSocket() {
        SocketBufferHandler mine = BORROWED.getAndSet(this, null);
        try {
            if (handler.looksWhole()) {
                reset();
            }
            super.doClose();
        } finally {
            if (mine != null && threads.isEmpty()) {
                mine.free();
            }
        }
    }

    /** Ends TCP with a reset, and TLS not at all. */
    private void reset() {
        connection.resetsClient();
        try {
            getSocket().getIOChannel().close();
        } catch (IOException e) {
            LOG.debug("Resetting: " + e, e);
        }
    }
}
