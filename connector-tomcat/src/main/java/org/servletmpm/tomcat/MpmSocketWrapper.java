package org.servletmpm.tomcat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SendfileDataBase;
import org.apache.tomcat.util.net.SendfileState;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Keeper;
import org.servletmpm.connection.LateRequest;
import org.servletmpm.connection.LineEnds;

/**
 * Tomcat's socket wrapper, waiting by the engine: what it would register with the poller arms an
 * interest, what would block waits where its thread is.
 */
final class MpmSocketWrapper extends NioSocketWrapper {

    private static final Log LOG = LogFactory.getLog(MpmSocketWrapper.class);

    private static final AtomicReferenceFieldUpdater<MpmSocketWrapper, SocketBufferHandler>
            BORROWED =
                    AtomicReferenceFieldUpdater.newUpdater(
                            MpmSocketWrapper.class, SocketBufferHandler.class, "borrowed");

    private final TomcatConnection connection;
    private final SocketBuffers buffers;

    /** The buffers while there are some: whoever sets it to null has done with them. */
    private volatile SocketBufferHandler borrowed;

    /**
     * The last read took all there was, so that reading again before the socket was ready again
     * would be a system call for nothing. A hint: the next wait tells the truth in any case. Never
     * set for TLS, where a short read says nothing of the socket. Set by whoever reads.
     */
    private volatile boolean drained;

    MpmSocketWrapper(
            NioChannel socket,
            MpmEndpoint endpoint,
            long id,
            SocketChannel channel,
            Keeper keeper,
            SocketBuffers buffers) {
        super(socket, endpoint);
        this.buffers = buffers;
        connection = new TomcatConnection(id, channel, keeper, this, endpoint);
    }

    TomcatConnection connection() {
        return connection;
    }

    /** The socket has, or may have, something to read. */
    void readable() {
        drained = false;
    }

    // ---- buffers

    /**
     * Sees that there are buffers. The thread that has the connection's events, before each of
     * them.
     */
    void borrow() {
        if (socketBufferHandler == buffers.idle()) {
            SocketBufferHandler taken = buffers.application();
            if (getSocket() instanceof TlsChannel tls) {
                tls.borrow(taken);
            }
            borrowed = taken;
            socketBufferHandler = taken;
        }
    }

    /**
     * Gives the buffers back, unless there is something in them. The thread that has the
     * connection's events, after the last one, when the application has no thread in a request.
     */
    void giveBack() {
        SocketBufferHandler mine = borrowed;
        if (mine == null
                || !mine.isReadBufferEmpty()
                || !mine.isWriteBufferEmpty()
                || getSocket() instanceof TlsChannel tls && !tls.giveBack()
                || !BORROWED.compareAndSet(this, mine, null)) {
            return;
        }
        socketBufferHandler = buffers.idle();
        buffers.giveBack(mine);
    }

    // ---- waiting for the next step

    @Override
    public void registerReadInterest() {
        connection.armRead();
    }

    @Override
    public void registerWriteInterest() {
        connection.arm(
                Kind.WRITE,
                getWriteTimeout(),
                writeOperation == null ? Urgency.NEXT_STEP : Urgency.CONTINUATION);
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
        connection.execute(work, super::execute);
    }

    // ---- a file that the connector sends by itself

    @Override
    public SendfileDataBase createSendfileData(String file, long position, long length) {
        return new Sendfile(file, position, length);
    }

    /**
     * {@inheritDoc} What the socket takes at once is sent in the calling thread; the rest by
     * whoever finds the socket ready, so that no worker waits for the client.
     */
    @Override
    public SendfileState processSendfile(SendfileDataBase data) {
        Sendfile file = (Sendfile) data;
        setSendfileData(file);
        if (connection.hasUnsent()) {
            connection.completing();
            connection.afterUnsent(() -> connection.submit(SocketEvent.OPEN_WRITE));
            return SendfileState.PENDING;
        }
        SendfileState state = send(file);
        if (state == SendfileState.PENDING) {
            connection.completing();
            awaitReceiver();
        }
        return state;
    }

    /** The socket has room for more of the file. */
    void goOnSending() {
        Sendfile file = (Sendfile) getSendfileData();
        switch (send(file)) {
            case PENDING -> awaitReceiver();
            case ERROR -> close();
            case DONE -> {
                connection.completed();
                switch (file.keepAliveState) {
                    case NONE -> close();
                    case PIPELINED -> connection.submit(SocketEvent.OPEN_READ);
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
    public int read(boolean block, byte[] b, int off, int len) throws IOException {
        int n = super.read(false, b, off, len);
        if (n == 0 && block) {
            Patience patience = new Patience(getReadTimeout());
            while (n == 0) {
                awaitRead(patience);
                n = super.read(false, b, off, len);
            }
        }
        came(n, block, ByteBuffer.wrap(b), off);
        return n;
    }

    private void came(int n, boolean block, ByteBuffer bytes, int from) {
        if (n > 0 && connection.skipsLineEnds() && LineEnds.are(bytes, from, n)) {
            connection.receivedLineEnds(n);
        } else {
            connection.came(n, block);
        }
    }

    @Override
    public int read(boolean block, ByteBuffer to) throws IOException {
        int n = readAvailable(to);
        if (n == 0 && block) {
            Patience patience = new Patience(getReadTimeout());
            while (n == 0) {
                awaitRead(patience);
                n = readAvailable(to);
            }
        }
        came(n, block, to, to.position() - n);
        return n;
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

    private void awaitRead(Patience patience) throws IOException {
        if (!connection.await(Kind.READ, patience.left())) {
            throw new SocketTimeoutException();
        }
        drained = false;
    }

    /**
     * Answers a request of which only a part has come. As far as the socket takes it at once: the
     * client gets no more of a worker's time.
     */
    void answerLateRequest() {
        try {
            getSocket().write(LateRequest.answer());
        } catch (IOException e) {
            LOG.debug("Answering a late request: " + e, e);
        }
    }

    /** One timeout over all the waits of a read: a TLS record may come and bring no bytes. */
    private static final class Patience {
        private final long end;

        Patience(long timeoutMillis) {
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
     * {@inheritDoc} An interrupt that the application has left with its thread does not break the
     * connection: the channel would take it for a failure.
     */
    @Override
    protected void doWrite(boolean block, ByteBuffer from) throws IOException {
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
            int left = from.remaining();
            int encrypted = getSocket().getOutboundRemaining();
            super.doWrite(false, from);
            // A socket takes some long before it calls itself ready.
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
        connection.closing();
        if (getError() != null || !connection.leaves(getSocket())) {
            connection.closeNow();
        }
    }

    /**
     * Closes the socket. Called once. The buffers are nobody else's afterwards: some thread may be
     * in a read or a write that fails.
     */
    void release() {
        SocketBufferHandler mine = BORROWED.getAndSet(this, null);
        try {
            super.doClose();
        } finally {
            if (mine != null) {
                mine.free();
            }
            connection.closed();
        }
    }
}
