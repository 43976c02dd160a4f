package org.servletmpm.it.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.client.Crowd;
import org.servletmpm.it.client.RawConnection;

/**
 * So many clients at work for so many seconds; afterwards they are all gone.
 *
 * @param silenceMillis how long a client may neither read nor send
 */
record Phase(int clients, int seconds, long silenceMillis, long seed) {

    void run(List<Target> targets, List<Acts.Named> acts, Tally tally) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Map<Target, Browsers> browsers = new HashMap<>();
        SplittableRandom seeds = new SplittableRandom(seed);
        try (Crowd crowd = new Crowd();
                Exits exits = new Exits(silenceMillis)) {
            for (Target target : targets) {
                browsers.put(target, Browsers.of(target));
            }
            List<CompletableFuture<Object>> lives = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Client client = new Client(targets, browsers, exits, tally, seeds.split());
                lives.add(
                        crowd.start(
                                () -> {
                                    client.live(acts, deadline);
                                    return null;
                                }));
            }
            for (CompletableFuture<?> life : lives) {
                long left = deadline - System.nanoTime();
                long patience = 4L * RawConnection.PATIENCE;
                life.get(
                        TimeUnit.NANOSECONDS.toMillis(Math.max(0, left)) + patience,
                        TimeUnit.MILLISECONDS);
            }
            exits.departures().forEach((how, number) -> tally.departures(how, number.sum()));
        } finally {
            browsers.values().forEach(Browsers::close);
        }
    }
}
