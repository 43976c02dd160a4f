package org.servletmpm.it.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * One connection, driven by hand by whichever thread the test uses. Every read ends after {@link
 * #PATIENCE} milliseconds; a TLS handshake happens at the first byte sent, not at {@code open}.
 */
public final class RawConnection implements AutoCloseable {

    /** Milliseconds: long enough for a busy machine, short enough for a test. */
    public static final int PATIENCE = 15_000;

    /** How the server's side of a connection ended. */
    public enum Ending {
        CLOSED,
        RESET
    }

    private final Socket tcp;
    private final Socket socket;
    private final InputStream in;

    private RawConnection(Socket tcp, Socket socket) throws IOException {
        this.tcp = tcp;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public static RawConnection open(int port, boolean tls) throws IOException {
        return open(port, tls, 0);
    }

    /**
     * @param receiveBuffer SO_RCVBUF in bytes, set before connecting so that it bounds the window;
     *     0 = the system's
     */
    public static RawConnection open(int port, boolean tls, int receiveBuffer) throws IOException {
        return open(port, receiveBuffer, tcp -> tls ? TrustingTls.over(tcp) : tcp);
    }

    /** Makes the socket that speaks over TCP. */
    @FunctionalInterface
    public interface Layer {
        Socket over(Socket tcp) throws IOException;
    }

    /** As above, with a layer of the caller's. */
    public static RawConnection open(int port, int receiveBuffer, Layer layer) throws IOException {
        Socket tcp = new Socket();
        if (receiveBuffer > 0) {
            tcp.setReceiveBufferSize(receiveBuffer);
        }
        return connect(tcp, InetAddress.getLoopbackAddress(), port, layer);
    }

    /** In the clear, to an address of this machine. */
    public static RawConnection open(InetAddress address, int port) throws IOException {
        return connect(new Socket(), address, port, tcp -> tcp);
    }

    private static RawConnection connect(Socket tcp, InetAddress address, int port, Layer layer)
            throws IOException {
        tcp.setTcpNoDelay(true);
        tcp.setSoTimeout(PATIENCE);
        tcp.connect(new InetSocketAddress(address, port), PATIENCE);
        return new RawConnection(tcp, layer.over(tcp));
    }

    /** What the layer has made. */
    public Socket socket() {
        return socket;
    }

    /** The server's. */
    public int port() {
        return tcp.getPort();
    }

    public int localPort() {
        return tcp.getLocalPort();
    }

    public RawConnection send(byte[] bytes, int from, int length) throws IOException {
        socket.getOutputStream().write(bytes, from, length);
        socket.getOutputStream().flush();
        return this;
    }

    public RawConnection send(byte[] bytes) throws IOException {
        return send(bytes, 0, bytes.length);
    }

    /** Sends the text as it is: line ends are the caller's. */
    public RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Sends a request to the demo, whose worker waits for the last byte of its body until {@link
     * #release}; returns when a worker has it, which has said 100 Continue.
     */
    public RawConnection hold(String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Length: 1", "Expect: 100-continue"));
        Response going = send(head("POST", "/upload", all.toArray(String[]::new))).read();
        if (going.status() != 100) {
            throw new IOException("not 100 but " + going.status());
        }
        return this;
    }

    /** Lets what is held go on, and reads its answer. */
    public Response release() throws IOException {
        return send("x").read();
    }

    /** Sends a request without a body; headers are given as {@code "Name: value"}. */
    public RawConnection request(String path, String... headers) throws IOException {
        return send(head("GET", path, headers));
    }

    public Response get(String path, String... headers) throws IOException {
        return request(path, headers).read();
    }

    public Response post(String path, byte[] body) throws IOException {
        send(head("POST", path, "Content-Length: " + body.length));
        return send(body).read();
    }

    /** A request line and headers, up to and with the empty line. */
    public static String head(String method, String path, String... headers) {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n";
    }

    /** The next answer; an {@link IOException} when there is none, or not all of it. */
    public Response read() throws IOException {
        return readIfAny().orElseThrow(() -> new IOException("closed without an answer"));
    }

    /** The next answer, or empty when the server closed without a byte of one. */
    public Optional<Response> readIfAny() throws IOException {
        return Response.readFrom(in);
    }

    /**
     * Waits for the first byte of the next answer.
     *
     * @return false when the server ended the connection, by closing or a reset, before it
     */
    public boolean isAnswered() throws IOException {
        in.mark(1);
        try {
            if (in.read() < 0) {
                return false;
            }
        } catch (SocketException reset) {
            return false;
        }
        in.reset();
        return true;
    }

    /** The header of an answer whose body is read piece by piece. */
    public Response readHeader() throws IOException {
        return Response.readHeader(in);
    }

    /** The next chunk of such a body, which is chunked; empty when there are no more. */
    public byte[] readChunk() throws IOException {
        return Response.readChunk(in);
    }

    /** The next bytes of an answer that is read piece by piece. */
    public byte[] readBytes(int length) throws IOException {
        return in.readNBytes(length);
    }

    /** Whether bytes of an answer have arrived, or (TLS) at least a record of some. */
    public boolean hasInput() throws IOException {
        return in.available() > 0 || tcp.getInputStream().available() > 0;
    }

    /** Reads whatever still comes, up to the end. Fails with a timeout when there is none. */
    public Ending awaitEnd() throws IOException {
        try {
            in.skip(Long.MAX_VALUE);
            while (in.read() >= 0) {
                in.skip(Long.MAX_VALUE);
            }
            return Ending.CLOSED;
        } catch (SocketException e) {
            return Ending.RESET;
        } catch (SSLException e) {
            // An end without close_notify is what TLS calls an attack; here the TCP end is what
            // counts.
            return e.getCause() instanceof SocketException ? Ending.RESET : Ending.CLOSED;
        }
    }

    /** Says that nothing more will be sent; answers can still be read. */
    public RawConnection halfClose() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Ends the connection with RST, whatever is in flight. */
    public void reset() throws IOException {
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    @Override
    public void close() throws IOException {
        // Not the TLS socket's close: it may wait for a peer that a broken server would not be.
        tcp.close();
    }
}
