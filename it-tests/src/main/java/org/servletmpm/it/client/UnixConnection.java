package org.servletmpm.it.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A connection to a Unix domain socket. Waits for ever: the test says for how long. */
public final class UnixConnection implements AutoCloseable {

    private final SocketChannel channel;
    private final InputStream in;

    private UnixConnection(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel));
    }

    public static UnixConnection open(Path path) throws IOException {
        return new UnixConnection(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    public Response get(String path) throws IOException {
        send(RawConnection.head("GET", path).getBytes(StandardCharsets.ISO_8859_1));
        return read();
    }

    /** The next answer. */
    public Response read() throws IOException {
        return Response.readFrom(in).orElseThrow(() -> new IOException("closed without an answer"));
    }

    public UnixConnection send(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
        return this;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
