package org.servletmpm.inherit;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Removes the path of a Unix domain socket that a killed server has left. The kernel refuses to
 * bind to such a path and to connect to it. Any thread.
 */
public final class StaleSocket {

    private static final System.Logger LOG = System.getLogger(StaleSocket.class.getName());

    private StaleSocket() {}

    /**
     * Deletes the path if it is a socket that nobody listens on. Otherwise it stays, and binding to
     * it fails.
     */
    public static void remove(Path path) throws IOException {
        if (isNoFile(path) && isRefused(path)) {
            Files.delete(path);
            LOG.log(Level.INFO, path + ": taken over from a server that has left it");
        }
    }

    private static boolean isNoFile(Path path) throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther();
    }

    /** Connects without waiting: where a queue is full, a server listens. */
    private static boolean isRefused(Path path) {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.configureBlocking(false);
            client.connect(UnixDomainSocketAddress.of(path));
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, path + ": " + e, e);
            return false;
        }
    }
}
