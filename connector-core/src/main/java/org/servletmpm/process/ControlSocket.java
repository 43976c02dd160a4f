package org.servletmpm.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.servletmpm.log.RateLimitedLogger;

/**
 * Hears an operator's commands, at a Unix domain socket that only this user can reach: one line a
 * connection, answered by text that begins with OK or ERROR. A thread of its own accepts; each
 * command has a thread, because it may take as long as a rolling restart does.
 */
final class ControlSocket implements AutoCloseable {

    private final Path path;
    private final ServerSocketChannel socket;
    private final UnaryOperator<String> commands;
    private final RateLimitedLogger logger;

    /**
     * @param path of the socket; one that an earlier control has left is taken over
     * @param commands answers a command, in any thread
     */
    ControlSocket(Path path, UnaryOperator<String> commands, RateLimitedLogger logger)
            throws IOException {
        this.path = path;
        this.commands = commands;
        this.logger = logger;
        this.socket = OwnerSocket.open(path);
    }

    void start(String name) {
        thread(this::run, name + "-commands");
    }

    private static void thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (socket.isOpen()) {
            try {
                begin(socket.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (Throwable t) {
                // Such as when no thread can be had.
                logger.failure(Level.WARNING, "a command", null, t);
            }
        }
    }

    private void begin(SocketChannel client) throws IOException {
        boolean begun = false;
        try {
            thread(() -> answer(client), Thread.currentThread().getName() + "-one");
            begun = true;
        } finally {
            if (!begun) {
                client.close();
            }
        }
    }

    private void answer(SocketChannel client) {
        try (client) {
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    Channels.newInputStream(client), StandardCharsets.UTF_8));
            String line = lines.readLine();
            if (line != null) {
                String answer = commands.apply(line.strip()) + "\n";
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(answer);
                while (bytes.hasRemaining()) {
                    client.write(bytes);
                }
            }
        } catch (IOException e) {
            logger.failure(Level.DEBUG, "a command", null, e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        Files.deleteIfExists(path);
    }
}
