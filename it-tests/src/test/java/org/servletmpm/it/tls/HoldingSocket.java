package org.servletmpm.it.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Another socket, which after its first bytes keeps what is written until it is told to send all of
 * it at once.
 */
final class HoldingSocket extends SocketWrapper {

    private final OutputStream out;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean begun;

    private HoldingSocket(Socket socket) throws IOException {
        super(socket);
        out = socket.getOutputStream();
    }

    /**
     * @param place where the new one is put, for whoever releases it
     */
    static HoldingSocket of(Socket socket, AtomicReference<HoldingSocket> place)
            throws IOException {
        HoldingSocket held = new HoldingSocket(socket);
        place.set(held);
        return held;
    }

    void release() throws IOException {
        held.writeTo(out);
        held.reset();
    }

    /** The end of TCP could not be held: what TLS says of the end is all there is. */
    @Override
    public void shutdownOutput() {}

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                (begun ? held : out).write(bytes, from, length);
                begun = true;
            }
        };
    }
}
