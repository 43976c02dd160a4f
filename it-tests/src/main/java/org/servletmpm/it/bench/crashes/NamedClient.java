package org.servletmpm.it.bench.crashes;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * Asks again and again over one kept connection, and knows which child answers. Its own thread; any
 * thread asks for {@link #child}.
 */
final class NamedClient implements Callable<Void> {

    private static final Pattern CHILD = Pattern.compile("mpm-\\d+-(\\d+\\.\\d+)-");
    private static final int PAUSE_MILLIS = 20;

    private final int port;
    private final BooleanSupplier over;
    private final Answers answers;

    /** Of the connection that is open; empty while none is. */
    private volatile String child = "";

    private volatile long answered;

    /** The child of each connection that has failed; empty if nothing had been answered on it. */
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /** Is told of each answer by the client's thread. */
    @FunctionalInterface
    interface Answers {
        void arrived(String child, long nanos);
    }

    NamedClient(int port, BooleanSupplier over, Answers answers) {
        this.port = port;
        this.over = over;
        this.answers = answers;
    }

    String child() {
        return child;
    }

    long answered() {
        return answered;
    }

    /**
     * @return of each request that has failed, the child whose connection it was on; empty if that
     *     had answered nothing on it yet
     */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public Void call() throws InterruptedException {
        while (!over.getAsBoolean()) {
            try (RawConnection connection = RawConnection.open(port, false)) {
                use(connection);
            } catch (IOException | IllegalStateException e) {
                failures.add(child);
            }
            child = "";
        }
        return null;
    }

    private void use(RawConnection connection) throws IOException, InterruptedException {
        while (!over.getAsBoolean()) {
            long asked = System.nanoTime();
            Response response = connection.get("/thread");
            Matcher name = CHILD.matcher(response.text());
            if (response.status() != 200 || !name.find()) {
                throw new IOException(response.status() + " " + response.text());
            }
            child = name.group(1);
            answered++;
            answers.arrived(child, System.nanoTime() - asked);
            if ("close".equalsIgnoreCase(response.headers().get("connection"))) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
