package org.servletmpm.probe;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Listen;

/**
 * Answers at StatusListen, in a thread of its own: {@code /} and {@code /server-status} as the
 * status servlet does, {@code /ready} with 200 or 503 by whether the engine wants connections,
 * {@code /live} by whether it can still take any. It answers every client that reaches the port,
 * but at the loopback address only if the request names a {@linkplain LoopbackHosts host} that is
 * this machine.
 *
 * <p>Its thread accepts, reads, answers and writes, and waits only in its selector: a client that
 * sends nothing delays no other one. It survives everything that is thrown in it; the client whose
 * request it was sees its connection closed. {@link #start}, {@link #stop} and {@link #place} may
 * be called by any thread.
 */
public final class StatusListener {

    /** Clients at once. One more takes the place of the oldest that has not sent its request. */
    static final int MOST = 64;

    /** Clients are late by up to this before they are closed. */
    private static final long TICK_MILLIS = 200;

    private static final long IDLE_TICK_MILLIS = 1000;

    /** Rest after a failure: what fails again at once, such as EMFILE, must not take a core. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ServerSocketChannel socket;
    private final Selector selector;
    private final ProbedEngine engine;
    private final Consumer<Throwable> failures;
    private final StatusPages pages;
    private final Thread thread;

    /** The oldest first. Its thread's. */
    private final Set<Exchange> exchanges = new LinkedHashSet<>();

    /** The engine's last answer. Its thread's. */
    private boolean isAlive = true;

    private volatile boolean over;

    /**
     * Takes the port. Connections wait until {@link #start}.
     *
     * @param name the prefix of its thread's name
     * @param engine asked once a second, in its thread, whether it is alive
     * @param failures told of what was thrown in the thread; never throws
     * @throws BindException when the port is in use or the address is none of this machine's; the
     *     message names the directive and its value
     */
    public StatusListener(
            String name, Listen listen, ProbedEngine engine, Consumer<Throwable> failures)
            throws IOException {
        this.engine = engine;
        this.failures = failures;
        this.socket = bound(listen);
        this.selector = selector(socket);
        this.pages = new StatusPages(engine, hosts(listen), place(), () -> isAlive);
        this.thread = new Thread(this::run, name + "-status");
        thread.setDaemon(true);
        // The maker's context class loader may be an application's, which must not be kept.
        thread.setContextClassLoader(StatusListener.class.getClassLoader());
    }

    private static ServerSocketChannel bound(Listen listen) throws IOException {
        Optional<String> host = listen.address();
        InetSocketAddress place =
                host.isPresent()
                        ? new InetSocketAddress(host.get(), listen.port())
                        : new InetSocketAddress(listen.port());
        String written = Directive.STATUS_LISTEN + " " + (host.isPresent() ? "" : "*:") + listen;
        if (place.isUnresolved()) {
            throw new BindException(written + ": no such address");
        }
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            return socket.bind(place);
        } catch (IOException e) {
            socket.close();
            BindException readable = new BindException(written + ": " + e.getMessage());
            readable.initCause(e);
            throw readable;
        }
    }

    private static Selector selector(ServerSocketChannel socket) throws IOException {
        try {
            Selector selector = Selector.open();
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_ACCEPT);
            return selector;
        } catch (IOException | Error e) {
            socket.close();
            throw e;
        }
    }

    private Optional<LoopbackHosts> hosts(Listen listen) {
        return socket.socket().getInetAddress().isLoopbackAddress()
                ? Optional.of(new LoopbackHosts(listen.address()))
                : Optional.empty();
    }

    /** Begins to answer. */
    public void start() {
        thread.start();
    }

    /** Closes the port and every connection; ends the thread. Idempotent. */
    public void stop() {
        over = true;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        // A thread that has never run has closed nothing.
        close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @return where it listens, an IPv6 address in brackets; {@code *} for every address
     */
    public String place() {
        InetSocketAddress bound = (InetSocketAddress) socket.socket().getLocalSocketAddress();
        return bound.getAddress().isAnyLocalAddress()
                ? "*:" + bound.getPort()
                : new Listen(Optional.of(bound.getAddress().getHostAddress()), bound.getPort())
                        .toString();
    }

    // ---- the thread

    private void run() {
        long looksAt = System.nanoTime();
        while (!over) {
            try {
                selector.select(
                        this::selected, exchanges.isEmpty() ? IDLE_TICK_MILLIS : TICK_MILLIS);
                long now = System.nanoTime();
                expire(now);
                if (now - looksAt >= 0) {
                    looksAt = now + SECOND;
                    isAlive = engine.isAlive();
                }
            } catch (Throwable t) {
                failed(t);
            }
        }
        close();
    }

    private void failed(Throwable cause) {
        try {
            failures.accept(cause);
            LockSupport.parkNanos(REST_NANOS);
        } catch (Throwable t) {
            // There is no memory to tell of it: nothing at all is done here.
            return;
        }
    }

    private void selected(SelectionKey key) {
        assert Thread.currentThread() == thread;
        if (key.attachment() instanceof Exchange exchange) {
            goOn(exchange);
        } else {
            accept();
        }
    }

    private void goOn(Exchange exchange) {
        boolean goesOn = false;
        try {
            exchange.goOn(System.nanoTime());
            goesOn = true;
        } catch (IOException gone) {
            // The client has gone, or the exchange is over.
            return;
        } finally {
            if (!goesOn) {
                end(exchange);
            }
        }
    }

    private void accept() {
        SocketChannel channel = null;
        Exchange exchange = null;
        try {
            channel = socket.accept();
            if (channel != null) {
                makeRoom();
                channel.configureBlocking(false);
                SelectionKey key = channel.register(selector, 0);
                Exchange made = new Exchange(channel, key, pages::answer, System.nanoTime());
                key.attach(made);
                exchanges.add(made);
                exchange = made;
            }
        } catch (IOException e) {
            failed(e);
        } finally {
            if (exchange == null && channel != null) {
                close(channel);
            }
        }
    }

    private void makeRoom() {
        if (exchanges.size() < MOST) {
            return;
        }
        Exchange first = exchanges.iterator().next();
        for (Exchange each : exchanges) {
            if (each.isHurried()) {
                first = each;
                break;
            }
        }
        end(first);
    }

    /** Closes those that are late. */
    private void expire(long now) {
        for (Iterator<Exchange> all = exchanges.iterator(); all.hasNext(); ) {
            Exchange each = all.next();
            if (each.isLate(now)) {
                all.remove();
                close(each.channel());
            }
        }
    }

    private void end(Exchange exchange) {
        exchanges.remove(exchange);
        close(exchange.channel());
    }

    private void close() {
        try (socket;
                selector) {
            exchanges.forEach(exchange -> close(exchange.channel()));
        } catch (IOException e) {
            failures.accept(e);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            // It was closed already.
            return;
        }
    }
}
