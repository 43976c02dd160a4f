package org.servletmpm.process;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.servletmpm.inherit.Message;
import org.servletmpm.log.RateLimitedLogger;

/**
 * Hears the children, at a Unix domain socket that only this user can reach. A thread of its own
 * reads and passes on; it survives what a child may say.
 */
final class ChildLinks implements AutoCloseable {

    private final Path path;
    private final ServerSocketChannel socket;
    private final Selector selector;
    private final BiConsumer<ChildLink, Message> heard;
    private final RateLimitedLogger logger;

    /**
     * @param path of the socket; one that an earlier control has left is taken over
     * @param heard takes each message, in this object's thread
     */
    ChildLinks(Path path, BiConsumer<ChildLink, Message> heard, RateLimitedLogger logger)
            throws IOException {
        this.path = path;
        this.heard = heard;
        this.logger = logger;
        this.socket = OwnerSocket.open(path);
        this.selector = Selector.open();
        try {
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException | Error e) {
            socket.close();
            selector.close();
            throw e;
        }
    }

    void start(String name) {
        Thread thread = new Thread(this::run, name + "-links");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (selector.isOpen()) {
            try {
                selector.select(this::ready);
            } catch (ClosedSelectorException e) {
                return;
            } catch (Throwable t) {
                logger.failure(Level.WARNING, "a child's channel", null, t);
            }
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof ChildLink link) {
            read(link);
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            SocketChannel channel = socket.accept();
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new ChildLink(channel));
        } catch (IOException e) {
            logger.failure(Level.WARNING, "a child's channel", null, e);
        }
    }

    private void read(ChildLink link) {
        try {
            if (!link.read(heard)) {
                link.close();
            }
        } catch (Throwable t) {
            // What it has said may be lost: it sees that it is not heard, and leaves.
            link.close();
            logger.failure(Level.WARNING, "a child's channel", null, t);
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        socket.close();
        Files.deleteIfExists(path);
    }
}
