package org.servletmpm.it.soak;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between the JDK's client and a server without TLS, in threads of its own: what follows a
 * 101 waits until the client has sent its HTTP/2 preface.
 *
 * <p>The JDK's client (17.0.15 and 25.0.3) reads up to three buffers of 16 KB at once. It hands
 * them to its HTTP/1.1 reader one by one, and from the first on, another thread may go on with
 * HTTP/2: it takes what has been handed over, and the rest is lost. The client then finds the body
 * of an answer where a frame should begin, and says "Frame type(192) length(12435135) exceeds
 * MAX_FRAME_SIZE". Without a relay that could not be told from a server that sends wrong frames.
 */
final class UpgradeRelay implements AutoCloseable {

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] SWITCHING = "HTTP/1.1 101 ".getBytes(StandardCharsets.US_ASCII);

    private static final int BUFFER = 65_536;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;
    private final int serverPort;

    private UpgradeRelay(ServerSocket listener, int serverPort) {
        this.listener = listener;
        this.serverPort = serverPort;
    }

    static UpgradeRelay to(int serverPort) throws IOException {
        ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        UpgradeRelay relay = new UpgradeRelay(listener, serverPort);
        relay.threads.execute(relay::accept);
        return relay;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> relay(client));
            }
        } catch (IOException closed) {
            // The relay is over.
        }
    }

    private void relay(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            open.add(client);
            open.add(server);
            if (listener.isClosed()) {
                return;
            }
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            CountDownLatch preface = new CountDownLatch(1);
            threads.execute(() -> answers(server, client, preface));
            requests(client, server, preface);
        } catch (IOException gone) {
            // Either of them; the other one is told by the end of its connection.
        } finally {
            open.remove(client);
        }
    }

    /** Until the client has gone; it never closes one direction only. */
    private static void requests(Socket client, Socket server, CountDownLatch preface)
            throws IOException {
        try {
            Search search = new Search(PREFACE);
            byte[] buffer = new byte[BUFFER];
            InputStream in = client.getInputStream();
            for (int length; (length = in.read(buffer)) >= 0; ) {
                server.getOutputStream().write(buffer, 0, length);
                if (search.endsWithin(buffer, 0, length) >= 0) {
                    preface.countDown();
                }
            }
        } finally {
            preface.countDown();
        }
    }

    private void answers(Socket server, Socket client, CountDownLatch preface) {
        try {
            // Answers of HTTP/1.1 may come before: a request with a body is not upgraded.
            Search switching = new Search(SWITCHING);
            Search headEnd = new Search(HEAD_END);
            byte[] buffer = new byte[BUFFER];
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int length; (length = in.read(buffer)) >= 0; ) {
                int written = 0;
                int head = switching.isOver() ? 0 : switching.endsWithin(buffer, 0, length);
                int end = head < 0 ? -1 : headEnd.endsWithin(buffer, head, length);
                if (end >= 0) {
                    out.write(buffer, 0, end);
                    written = end;
                    preface.await();
                }
                out.write(buffer, written, length - written);
            }
            client.shutdownOutput();
        } catch (IOException gone) {
            close(client);
        } catch (InterruptedException over) {
            close(client);
        } finally {
            open.remove(server);
        }
    }

    /** Finds bytes in a stream that comes in pieces. */
    private static final class Search {
        private final byte[] wanted;
        private int found;

        Search(byte[] wanted) {
            this.wanted = wanted;
        }

        boolean isOver() {
            return found == wanted.length;
        }

        /**
         * @return the index after the last of the bytes, or -1 when it has not come, or came before
         */
        int endsWithin(byte[] piece, int from, int length) {
            for (int i = from; i < length && found < wanted.length; i++) {
                if (piece[i] == wanted[found]) {
                    found++;
                } else {
                    found = piece[i] == wanted[0] ? 1 : 0;
                }
                if (found == wanted.length) {
                    return i + 1;
                }
            }
            return -1;
        }
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is what was wanted.
        }
    }

    /** Ends every connection. */
    @Override
    public void close() {
        close(listener);
        open.forEach(UpgradeRelay::close);
        threads.shutdownNow();
    }
}
