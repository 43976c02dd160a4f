package org.servletmpm.it.httpd;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.client.Status;

/** The requests held at one server; driven by one thread at a time. */
final class Load implements AutoCloseable {

    private static final long APART_MILLIS = 5;

    private final Subject subject;
    private final boolean bound;

    /** Closed by another thread than uses it when that one hangs. */
    private final Map<Integer, HeldRequest> held = new ConcurrentSkipListMap<>();

    private int next;
    private int reporter;

    Load(Subject subject, boolean bound) {
        this.subject = subject;
        this.bound = bound;
    }

    /**
     * @return the name of the server
     */
    String server() {
        return subject.name();
    }

    /**
     * Holds so many requests from now on, at least one, which the status is asked through.
     *
     * <p>Requests end child by child, from the lowest slot, and the last ones are those that the
     * status is asked through later. httpd retires its oldest child, busy or not: so that child has
     * nothing to finish, and the figures of both servers stay comparable.
     */
    void hold(int requests) throws IOException, InterruptedException {
        while (held.size() < requests) {
            String path = subject.holdPath() + "?id=" + next;
            held.put(next, new HeldRequest(subject.port(), path, bound));
            // After a rush httpd's event is more likely to leave one in the backlog beside an
            // idle worker whose child does not accept.
            TimeUnit.MILLISECONDS.sleep(APART_MILLIS);
            next++;
        }
        if (held.size() > requests) {
            int first = held.keySet().iterator().next();
            held.remove(first).end();
            Map<Integer, Integer> slots = subject.slots(held);
            List<Integer> order =
                    held.keySet().stream().sorted(Comparator.comparing(slots::get)).toList();
            for (int id : order.subList(0, held.size() - requests)) {
                held.remove(id).end();
            }
            reporter = order.get(order.size() - 1);
        }
    }

    Sample sample(int threadsPerChild) throws IOException {
        String report = held.get(reporter).ask("/server-status?auto").text();
        return Sample.of(Status.parse(report).scoreboard(), threadsPerChild);
    }

    @Override
    public void close() throws IOException {
        for (HeldRequest request : held.values()) {
            request.close();
        }
    }
}
