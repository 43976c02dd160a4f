package org.servletmpm.it.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;

/**
 * So many clients at work for so many seconds; afterwards they are all gone.
 *
 * @param silenceMillis how long a client may neither read nor send
 */
record Phase(int clients, int seconds, long silenceMillis, long seed) {

    void run(List<Target> targets, List<Action.Named> actions, Results results) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Map<Target, JdkClients> jdkClients = new HashMap<>();
        SplittableRandom seeds = new SplittableRandom(seed);
        try (ClientThreads clientThreads = new ClientThreads();
                ScheduledEnds ends = new ScheduledEnds(silenceMillis)) {
            for (Target target : targets) {
                jdkClients.put(target, JdkClients.of(target));
            }
            List<CompletableFuture<Object>> lives = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Client client = new Client(targets, jdkClients, ends, results, seeds.split());
                lives.add(
                        clientThreads.start(
                                () -> {
                                    client.live(actions, deadline);
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
            ends.ends().forEach((how, number) -> results.ends(how, number.sum()));
        } finally {
            jdkClients.values().forEach(JdkClients::close);
        }
    }
}
