package org.servletmpm.demo.compare;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One HTTP/1.1 connection over the loopback, of one thread; another one may close it. */
final class ClientConnection implements Closeable {
    /** Bytes: what a slow reader has not read stays the server's. */
    private static final int RECEIVE_BUFFER = 16_384;

    /** Bytes of each read, so that a slow reader reads evenly. */
    private static final int PIECE = 4_000;

    private final Socket socket = new Socket();
    private InputStream in;

    /** Bytes of the answer's body that have not been read. */
    private long left;

    /**
     * @param patience milliseconds that one read may take, 0 for any time
     */
    void open(int port, int patience) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout(patience);
        socket.connect(new InetSocketAddress("127.0.0.1", port), patience);
        in = new BufferedInputStream(socket.getInputStream(), PIECE);
    }

    /** Returns when the answer's head is there. */
    void ask(String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String status = line();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException(path + ": " + status);
        }
        for (String field = line(); !field.isEmpty(); field = line()) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                left = Long.parseLong(lower.substring("content-length:".length()).trim());
            }
        }
    }

    /**
     * @param rate bytes a second, at most
     */
    void readBody(int rate) throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE];
        while (left > 0) {
            int length = in.read(piece, 0, (int) Math.min(left, PIECE));
            if (length < 0) {
                throw new EOFException("an answer ended " + left + " bytes early");
            }
            left -= length;
            Thread.sleep(length * 1000L / rate);
        }
    }

    /** Reads until the server closes the connection. */
    void awaitEnd() throws IOException {
        while (in.read() >= 0) {
            // What comes is of no interest.
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    /** Also while another thread reads, which then fails. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // The descriptor is free all the same.
        }
    }
}
