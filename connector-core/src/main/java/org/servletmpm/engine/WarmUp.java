package org.servletmpm.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.function.Consumer;
import org.servletmpm.child.ChildGroup;

/**
 * Asks a child of process mode for some pages before it serves clients (WarmUp): a program that
 * cannot answer them is not deployed, and one that can has run them once. The child accepts from a
 * socket of its own meanwhile, because requests at the shared one would reach any child. The
 * supervisor's thread looks; a thread of its own asks.
 */
final class WarmUp {

    /** As in a readiness probe of Kubernetes. */
    private static final int LOWEST_STATUS = 200;

    private static final int HIGHEST_STATUS = 399;

    private final List<String> paths;
    private final boolean tls;
    private final ChildGroup group;
    private final Runnable wake;
    private final Consumer<String> failed;
    private boolean begun;
    private volatile boolean done;

    /**
     * @param paths to be asked for, one after the other; may be empty
     * @param tls whether the connector speaks TLS
     * @param group whose accepting is stopped before and afterwards
     * @param wake lets the supervisor's thread look, when all pages have been answered
     * @param failed told, in this object's thread, which page has not been answered and why
     */
    WarmUp(
            List<String> paths,
            boolean tls,
            ChildGroup group,
            Runnable wake,
            Consumer<String> failed) {
        this.paths = paths;
        this.tls = tls;
        this.group = group;
        this.wake = wake;
        this.failed = failed;
        this.done = paths.isEmpty();
    }

    /**
     * Begins it at the first call.
     *
     * @return whether every page has been answered
     */
    boolean isDone() {
        if (!done && !begun) {
            begun = true;
            Thread thread = new Thread(this::run, Thread.currentThread().getName() + "-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
        return done;
    }

    private void run() {
        try (ServerSocketChannel own = ServerSocketChannel.open()) {
            own.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            own.configureBlocking(false);
            ServerSocketChannel shared = group.acceptFrom(own);
            group.accept(true);
            try {
                for (String path : paths) {
                    ask((InetSocketAddress) own.getLocalAddress(), path);
                }
            } finally {
                group.accept(false);
                group.acceptFrom(shared);
            }
            done = true;
            wake.run();
        } catch (IOException e) {
            failed.accept("WarmUp " + e.getMessage());
        }
    }

    private void ask(InetSocketAddress address, String path) throws IOException {
        int status;
        try {
            status = new PageRequest(path, tls).statusAt(address);
        } catch (IOException e) {
            throw new IOException(path + ": not answered: " + e.getMessage(), e);
        }
        if (status < LOWEST_STATUS || status > HIGHEST_STATUS) {
            String allowed = LOWEST_STATUS + " to " + HIGHEST_STATUS;
            throw new IOException(path + ": answered " + status + ", must be " + allowed);
        }
    }
}
