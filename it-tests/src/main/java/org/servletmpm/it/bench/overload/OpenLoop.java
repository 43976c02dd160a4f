package org.servletmpm.it.bench.overload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * HTTP/1.1 in the clear, with clients that leave after a while. On new connections, or on those
 * that are free of the ones it has kept. One thread.
 */
final class OpenLoop implements Load {

    private static final int SHORTEST = "HTTP/1.1 200".length();

    private final InetSocketAddress server;
    private final ByteBuffer request;
    private final boolean kept;
    private final long patienceNanos;
    private final int repeats;
    private final Selector selector;
    private final Tally tally = new Tally();

    /** On {@link System#nanoTime}. */
    private long start;

    /** Oldest first. */
    private final Set<Exchange> open = new LinkedHashSet<>();

    private final Deque<SocketChannel> idle = new ArrayDeque<>();

    /** One request. */
    private static final class Exchange {
        private final SocketChannel channel;
        private final long began;
        private final int repeats;
        private final ByteBuffer answer = ByteBuffer.allocate(4096);

        Exchange(SocketChannel channel, long began, int repeats) {
            this.channel = channel;
            this.began = began;
            this.repeats = repeats;
        }
    }

    /**
     * @param kept whether connections are used again
     * @param patienceMillis after which a client leaves
     * @param repeats how often a client that was refused, or has left, asks again at once
     */
    OpenLoop(int port, String path, boolean kept, long patienceMillis, int repeats)
            throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.kept = kept;
        this.patienceNanos = patienceMillis * 1_000_000;
        this.repeats = repeats;
        String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n";
        this.request =
                StandardCharsets.US_ASCII.encode(
                        head + (kept ? "\r\n" : "Connection: close\r\n\r\n"));
        this.selector = Selector.open();
    }

    @Override
    public Tally run(Offer offer, long millis) throws IOException {
        start = System.nanoTime();
        long end = start + millis * 1_000_000;
        long sent = 0;
        for (long now = start; now < end || !open.isEmpty(); now = System.nanoTime()) {
            while (now < end && sent < offer.sentAfter(now - start)) {
                begin(now, repeats);
                sent++;
            }
            selector.select(this::ready, 1);
            leave(System.nanoTime());
        }
        for (SocketChannel each : idle) {
            each.close();
        }
        selector.close();
        return tally;
    }

    private void begin(long now, int repeatsLeft) {
        SocketChannel channel = idle.poll();
        tally.sent();
        try {
            boolean fresh = channel == null;
            if (fresh) {
                channel = SocketChannel.open();
                channel.configureBlocking(false);
            }
            Exchange exchange = new Exchange(channel, now, repeatsLeft);
            open.add(exchange);
            if (!fresh || channel.connect(server)) {
                channel.register(selector, SelectionKey.OP_READ, exchange);
                channel.write(request.duplicate());
            } else {
                channel.register(selector, SelectionKey.OP_CONNECT, exchange);
            }
        } catch (IOException e) {
            tally.failed();
        }
    }

    private void ready(SelectionKey key) {
        Exchange exchange = (Exchange) key.attachment();
        try {
            if (key.isConnectable() && exchange.channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                exchange.channel.write(request.duplicate());
            } else if (key.isReadable()) {
                read(exchange);
            }
        } catch (IOException e) {
            end(exchange);
            tally.failed();
        }
    }

    private void read(Exchange exchange) throws IOException {
        int came = exchange.channel.read(exchange.answer);
        if (came < 0 && exchange.answer.position() < SHORTEST) {
            end(exchange);
            tally.failed();
        } else if (isWhole(exchange.answer, came < 0)) {
            String text = text(exchange.answer);
            int status = Integer.parseInt(text.substring(9, 12));
            long now = System.nanoTime();
            tally.answered(status, exchange.began - start, now - exchange.began);
            boolean again = kept && came >= 0 && !text.contains("onnection: close");
            open.remove(exchange);
            if (again) {
                idle.push(exchange.channel);
            } else {
                exchange.channel.close();
            }
            if (status != 200) {
                repeat(exchange, now);
            }
        }
    }

    private void repeat(Exchange exchange, long now) {
        if (exchange.repeats > 0) {
            begin(now, exchange.repeats - 1);
        }
    }

    private static String text(ByteBuffer bytes) {
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    /** The demo's answers are short and have a length. */
    private static boolean isWhole(ByteBuffer answer, boolean ended) {
        String text = text(answer);
        int header = text.indexOf("\r\n\r\n");
        if (header < 0 || ended) {
            return ended;
        }
        int at = text.indexOf("ontent-Length: ");
        if (at < 0) {
            return text.endsWith("0\r\n\r\n");
        }
        int length = Integer.parseInt(text.substring(at + 15, text.indexOf("\r\n", at)).strip());
        return text.length() >= header + 4 + length;
    }

    private void leave(long now) {
        while (!open.isEmpty()) {
            Exchange oldest = open.iterator().next();
            if (now - oldest.began < patienceNanos) {
                return;
            }
            end(oldest);
            tally.left();
            repeat(oldest, now);
        }
    }

    private void end(Exchange exchange) {
        open.remove(exchange);
        try {
            exchange.channel.close();
        } catch (IOException e) {
            // It is of no use any more.
            return;
        }
    }
}
