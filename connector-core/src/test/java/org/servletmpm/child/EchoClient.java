package org.servletmpm.child;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.servletmpm.contract.EchoHandler;

/** The other end of an {@link EchoHandler}. Waits at most ten seconds for an answer. */
public final class EchoClient implements Closeable {

    private static final int PATIENCE = 10_000;

    private final Socket socket;

    public EchoClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE);
        socket.setTcpNoDelay(true);
    }

    /** Sends a byte. */
    public void send(byte request) throws IOException {
        socket.getOutputStream().write(request);
    }

    /** The next byte of an answer; -1 at the end. */
    public int read() throws IOException {
        return socket.getInputStream().read();
    }

    /** Sends a byte and waits for it to come back. */
    public void echo(byte request) throws IOException {
        send(request);
        if (read() != request) {
            throw new EOFException("not what was sent");
        }
    }

    /** Name and id of the worker's thread that answers. */
    public String who() throws IOException {
        return line(EchoHandler.WHO);
    }

    /** The same, which has the connection from then to its end, in event. */
    public String pin() throws IOException {
        return line(EchoHandler.PIN);
    }

    private String line(byte request) throws IOException {
        send(request);
        StringBuilder line = new StringBuilder();
        for (int b = read(); b != '\n'; b = read()) {
            if (b < 0) {
                throw new EOFException("closed in an answer: " + line);
            }
            line.append((char) b);
        }
        return line.toString();
    }

    /** Ends the connection with RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
