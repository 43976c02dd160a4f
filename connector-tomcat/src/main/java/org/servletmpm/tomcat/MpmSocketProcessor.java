package org.servletmpm.tomcat;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.servletmpm.connection.ReadStage;

/**
 * Processes one event of one connection: the TLS handshake while there is one, then Tomcat's
 * handler. Runs in the thread that has the connection's events, under the wrapper's lock.
 */
final class MpmSocketProcessor extends SocketProcessorBase<NioChannel> {

    private static final Log LOG = LogFactory.getLog(MpmSocketProcessor.class);

    private static final int HANDSHAKE_DONE = 0;
    private static final int HANDSHAKE_FAILED = -1;

    private final NioEndpoint endpoint;

    MpmSocketProcessor(
            NioEndpoint endpoint, SocketWrapperBase<NioChannel> wrapper, SocketEvent event) {
        super(wrapper, event);
        this.endpoint = endpoint;
    }

    @Override
    protected void doRun() {
        boolean connected = socketWrapper.getSocket().isHandshakeComplete();
        switch (handshake()) {
            case HANDSHAKE_DONE -> {
                if (!connected && MpmSocketWrapper.handler(socketWrapper).leavesRequest()) {
                    return;
                }
                if (endpoint.getHandler().process(socketWrapper, event) == SocketState.CLOSED) {
                    socketWrapper.close();
                }
            }
            case SelectionKey.OP_READ -> socketWrapper.registerReadInterest();
            case SelectionKey.OP_WRITE -> socketWrapper.registerWriteInterest();
            default -> {
                MpmSocketWrapper.handler(socketWrapper).connection().handshakeFailed();
                endpoint.getHandler().process(socketWrapper, SocketEvent.CONNECT_FAIL);
                socketWrapper.close();
            }
        }
    }

    /**
     * @return {@link #HANDSHAKE_DONE}, {@link #HANDSHAKE_FAILED}, or the operation it waits for
     */
    private int handshake() {
        NioChannel socket = socketWrapper.getSocket();
        if (socket.isHandshakeComplete()) {
            return HANDSHAKE_DONE;
        }
        if (event != SocketEvent.OPEN_READ && event != SocketEvent.OPEN_WRITE) {
            return HANDSHAKE_FAILED;
        }
        try {
            int next =
                    socket.handshake(
                            event == SocketEvent.OPEN_READ, event == SocketEvent.OPEN_WRITE);
            // The event that ended the handshake is not the handler's first event.
            event = SocketEvent.OPEN_READ;
            if (next == HANDSHAKE_DONE) {
                MpmSocketWrapper.handler(socketWrapper).connection().expect(ReadStage.HEADER);
            }
            return next;
        } catch (IOException e) {
            LOG.debug("TLS handshake with " + socketWrapper.getRemoteAddr() + ": " + e, e);
            return HANDSHAKE_FAILED;
        }
    }
}
