package org.servletmpm.jetty;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Components;

/**
 * The connections of a connector that have had a request lately, with what Jetty keeps for their
 * next one: the servlet channel above all, 1 KB. One that has waited for its next request for a
 * second gives that up.
 *
 * <p>A connection comes here with a request, and stays while others follow: neither they nor its
 * waiting in between cost anything. Any thread, except where a method says another.
 */
final class CachedChannels {

    /** One of them. Its connection has it too, until either lets go. */
    static final class Warm {

        /** Null when it is closed: nothing of it is held until somebody looks. */
        private volatile JettyHandler handler;

        /** Null before it is asked for. Of the requests, which follow each other. */
        private CachedChannel channel;

        /** The client's address as text, and the address. Of the requests, likewise. */
        private String client;

        private SocketAddress remote;

        /** How many requests it had when it was looked at. Of whoever looks. */
        private int requests;

        private Warm next;

        private Warm(JettyHandler handler) {
            this.handler = handler;
        }

        /**
         * @param its Jetty's own of the connection, which are the same for each of its requests
         * @return what requests have in their place, with a cache for one after the other as long
         *     as they are close together
         */
        Components components(Components its) {
            CachedChannel kept = channel;
            if (kept == null) {
                kept = CachedChannel.of(its);
                channel = kept;
            }
            return kept == null ? its : kept;
        }

        /**
         * @param address of the request's client, as a customizer may have it
         * @param text made of it, once for an address
         */
        String client(SocketAddress address, Supplier<String> text) {
            if (client == null || remote != address) {
                client = text.get();
                remote = address;
            }
            return client;
        }

        /** Its connection is closed. */
        void end() {
            handler = null;
            channel = null;
        }

        /**
         * @return false when its connection has been idle since it was looked at before, or will
         *     have no other request
         */
        private boolean stays(JettyHandler its) {
            int before = requests;
            requests = its.connection().requests();
            return switch (its.connection().state()) {
                case CLOSED, UPGRADED -> false;
                case KEEP_ALIVE -> requests != before;
                default -> true;
            };
        }
    }

    /** Looks are a second apart, but for this: one that follows a late one finds nobody idle. */
    private static final long LEAST_NANOS = 950_000_000;

    private final AtomicReference<Warm> top = new AtomicReference<>();

    /** Of whoever looks. */
    private long looked = System.nanoTime();

    /** A request has come to one that was not here. */
    Warm add(JettyHandler handler) {
        Warm warm = new Warm(handler);
        push(warm);
        return warm;
    }

    private void push(Warm warm) {
        do {
            warm.next = top.get();
        } while (!top.compareAndSet(warm.next, warm));
    }

    /** Once a second, by one thread. */
    void look() {
        long now = System.nanoTime();
        if (now - looked < LEAST_NANOS) {
            return;
        }
        looked = now;
        Warm each = top.getAndSet(null);
        while (each != null) {
            Warm next = each.next;
            JettyHandler its = each.handler;
            if (its != null && each.stays(its)) {
                push(each);
            } else if (its != null) {
                its.cools();
            }
            each = next;
        }
    }
}
