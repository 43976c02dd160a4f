package org.servletmpm.jetty;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Components;

/**
 * Keeps what Jetty has for the next request of each connection that has had one lately: the servlet
 * channel above all, 1 KB. A connection that has waited for a second for its next request gives
 * that up.
 *
 * <p>A connection is added with a request, and stays while others follow: neither these nor the
 * wait between them cost anything. Any thread, except where a method says another.
 */
final class CachedChannels {

    /**
     * Holds what Jetty keeps for one connection. The connection has it too, until either lets go.
     */
    static final class Entry {

        /** Null when the connection is closed: then nothing of it is held until the next look. */
        private volatile JettyHandler handler;

        /** Null before it is asked for. Belongs to the requests, which follow each other. */
        private CachedChannel channel;

        /** The client's address as text, and the address. Belongs to the requests, likewise. */
        private String client;

        private SocketAddress remote;

        /** The connection's requests at the last look. Belongs to the thread that looks. */
        private int requests;

        private Entry next;

        private Entry(JettyHandler handler) {
            this.handler = handler;
        }

        /**
         * @param its Jetty's components of the connection, the same for each of its requests
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

        /** Lets go: the connection is closed. */
        void end() {
            handler = null;
            channel = null;
        }

        /**
         * @return false when the connection has been idle since the last look, or will have no
         *     other request
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

    /**
     * Looks are a second apart. One that follows a late one sooner than this would find a
     * connection idle that is not.
     */
    private static final long LEAST_NANOS = 950_000_000;

    private final AtomicReference<Entry> top = new AtomicReference<>();

    /** Belongs to the thread that looks. */
    private long looked = System.nanoTime();

    /** Adds a connection that has a request. */
    Entry add(JettyHandler handler) {
        Entry entry = new Entry(handler);
        push(entry);
        return entry;
    }

    private void push(Entry entry) {
        do {
            entry.next = top.get();
        } while (!top.compareAndSet(entry.next, entry));
    }

    /** Lets idle connections give up what they keep. Called once a second, by one thread. */
    void look() {
        long now = System.nanoTime();
        if (now - looked < LEAST_NANOS) {
            return;
        }
        looked = now;
        Entry each = top.getAndSet(null);
        while (each != null) {
            Entry next = each.next;
            JettyHandler its = each.handler;
            if (its != null && each.stays(its)) {
                push(each);
            } else if (its != null) {
                its.uncache();
            }
            each = next;
        }
    }
}
