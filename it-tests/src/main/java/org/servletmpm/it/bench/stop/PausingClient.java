package org.servletmpm.it.bench.stop;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * Sends POST requests over one kept connection, with pauses, and repeats none. A connection that is
 * refused is no request: nothing was sent.
 */
public final class PausingClient implements Callable<PausingClient.Count> {

    private static final byte[] BODY = "x".repeat(20).getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_PAUSE_MILLIS = 3500;
    private static final int REFUSED_PAUSE_MILLIS = 300;

    private final int port;
    private final String path;
    private final int lowestFailure;
    private final BooleanSupplier over;
    private final Random random;
    private int answered;
    private int lost;

    /** Counts requests: those with an answer that counts as one, and those with another or none. */
    public record Count(int answered, int lost) {
        public Count plus(Count other) {
            return new Count(answered + other.answered, lost + other.lost);
        }
    }

    /**
     * @param lowestFailure the lowest status that counts as lost
     * @param over no request begins when it is true
     */
    public PausingClient(int port, String path, int lowestFailure, BooleanSupplier over, int seed) {
        this.port = port;
        this.path = path;
        this.lowestFailure = lowestFailure;
        this.over = over;
        this.random = new Random(seed);
    }

    @Override
    public Count call() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1000));
        while (!over.getAsBoolean()) {
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
        while (open && !over.getAsBoolean()) {
            Response answer = connection.post(path, BODY);
            if (answer.status() < lowestFailure) {
                answered++;
            } else {
                lost++;
            }
            open = !answer.closes();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MILLIS));
        }
    }
}
