package org.servletmpm.tomcat;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;

/**
 * Sends a part of a file without passing it through the application. Belongs to the thread that has
 * its connection's events.
 */
final class Sendfile extends NioEndpoint.SendfileData implements Closeable {

    Sendfile(String file, long position, long length) {
        super(file, position, length);
    }

    /**
     * Sends as much as the socket takes.
     *
     * @return whether that was the last of it
     * @throws EOFException when the file has become shorter
     */
    boolean send(NioChannel socket) throws IOException {
        if (fchannel == null) {
            fchannel = FileChannel.open(Path.of(fileName), StandardOpenOption.READ);
        }
        // In the clear the kernel copies; under TLS, bytes that are encrypted already go first.
        WritableByteChannel target =
                socket instanceof SecureNioChannel ? socket : socket.getIOChannel();
        while (socket.getOutboundRemaining() == 0 || socket.flushOutbound()) {
            if (length <= 0) {
                return true;
            }
            long sent = fchannel.transferTo(pos, length, target);
            pos += sent;
            length -= sent;
            if (sent == 0) {
                if (fchannel.size() <= pos) {
                    throw new EOFException(fileName + " ends " + length + " bytes early");
                }
                return false;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        if (fchannel != null) {
            fchannel.close();
        }
    }
}
