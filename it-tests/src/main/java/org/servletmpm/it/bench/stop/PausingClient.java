package org.servletmpm.it.bench.stop;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * Sends POST requests over one kept connection, with pauses, and repeats none. A connection that is
 * refused is no request: nothing was sent.
 */
final class PausingClient implements Callable<PausingClient.Count> {

    private static final byte[] BODY = "x".repeat(20).getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_PAUSE_MILLIS = 3500;
    private static final int REFUSED_PAUSE_MILLIS = 300;

    private final int port;
    private final long end;
    private final Random random;
    private int answered;
    private int lost;

    /** Counts requests: those with an answer 200, and those with another answer or none. */
    record Count(int answered, int lost) {
        Count plus(Count other) {
            return new Count(answered + other.answered, lost + other.lost);
        }
    }

    /**
     * @param end as {@link System#nanoTime()}: no request begins later
     */
    PausingClient(int port, long end, int seed) {
        this.port = port;
        this.end = end;
        this.random = new Random(seed);
    }

    @Override
    public Count call() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1000));
        while (System.nanoTime() < end) {
            try (RawConnection connection = RawConnection.open(port, false)) {
                use(connection);
            } catch (ConnectException e) {
                TimeUnit.MILLISECONDS.sleep(REFUSED_PAUSE_MILLIS);
            } catch (IOException e) {
                lost++;
            }
        }
        return new Count(answered, lost);
    }

    private void use(RawConnection connection) throws IOException, InterruptedException {
        boolean open = true;
        while (open && System.nanoTime() < end) {
            Response answer = connection.post("/upload", BODY);
            if (answer.status() == 200) {
                answered++;
            } else {
                lost++;
            }
            open = !answer.closes();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MILLIS));
        }
    }
}
