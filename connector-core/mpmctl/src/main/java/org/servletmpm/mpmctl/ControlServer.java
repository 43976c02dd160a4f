package org.servletmpm.mpmctl;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.servletmpm.inherit.Message;

/**
 * Asks a control, at its Unix domain socket.
 *
 * @param socket in the control's run directory
 */
record ControlServer(Path socket) implements Server {

    private static final String DONE = "OK";
    private static final String FAILED = "ERROR";

    @Override
    public String ask(Message request) throws IOException {
        try (SocketChannel channel = connect()) {
            channel.write(StandardCharsets.UTF_8.encode(request.line() + "\n"));
            byte[] answer = Channels.newInputStream(channel).readAllBytes();
            return said(new String(answer, StandardCharsets.UTF_8).strip());
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new NoServerException(
                    "no control answers at "
                            + socket
                            + " ("
                            + e.getMessage()
                            + "): --run DIRECTORY says what it was started with, --pid N names a"
                            + " server whose children are threads");
        }
    }

    private static String said(String answer) throws IOException {
        if (answer.isEmpty()) {
            throw new IOException("the control has ended before it has answered");
        }
        if (!answer.startsWith(DONE)) {
            throw new IOException(answer.substring(FAILED.length()).strip());
        }
        return answer.substring(DONE.length()).strip();
    }
}
