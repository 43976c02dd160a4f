package org.servletmpm.it.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import org.servletmpm.it.client.ClientThreads;

/**
 * One setting, soaked: a server with TLS and one without, the figures of both before, in between
 * and afterwards.
 *
 * @param warmUp seconds of the same before the figures of the start are taken
 * @param seconds of the soak
 * @param clients at once
 * @param disruptions what servers go through, by chance
 * @param everyMillis how often, on the average, each server is disrupted
 * @param patience seconds that figures have to return
 * @param actions what clients choose from
 */
record SoakRun(
        Setting setting,
        int warmUp,
        int seconds,
        int clients,
        List<Disruption> disruptions,
        long everyMillis,
        int patience,
        List<Action.Named> actions,
        long seed) {

    private static final int POLL_MILLIS = 250;
    private static final int QUIET_POLLS = 2;

    /** What became of one of the servers. */
    record Outcome(
            Target target,
            Figures start,
            Figures peak,
            Figures end,
            double returnedAfterSeconds,
            List<String> complaints,
            String dump) {

        boolean passed() {
            return end.returned(start) && complaints.isEmpty();
        }
    }

    List<Outcome> run(Path demo, Results results) throws Exception {
        try (SoakedServer tls = SoakedServer.start(demo, setting, true);
                SoakedServer plain = SoakedServer.start(demo, setting, false)) {
            return run(List.of(tls, plain), results);
        }
    }

    /** Half again as long as the server's Timeout. */
    private long silence() {
        return 1_500L * setting.timeout();
    }

    private List<Disruption> possible() {
        return disruptions.stream().filter(each -> !setting.stock() || each.isForStock()).toList();
    }

    /** A little longer than the server's Timeout, but never than its clients' patience. */
    private long longestFreeze() {
        return Math.min(1000L * setting.timeout() + 1000, everyMillis);
    }

    private List<Outcome> run(List<SoakedServer> servers, Results results) throws Exception {
        List<Target> targets = servers.stream().map(SoakedServer::target).toList();
        new Phase(clients, warmUp, silence(), seed).run(targets, actions, results);
        List<Figures> starts = new ArrayList<>();
        for (SoakedServer server : servers) {
            starts.add(settled(server));
        }
        List<Figures> peaks = soak(servers, targets, results);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            outcomes.add(outcome(servers.get(i), starts.get(i), peaks.get(i)));
        }
        return outcomes;
    }

    private List<Figures> soak(List<SoakedServer> servers, List<Target> targets, Results results)
            throws Exception {
        SplittableRandom random = new SplittableRandom(~seed);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try (ClientThreads disruptors = new ClientThreads()) {
            List<CompletableFuture<Figures>> peaks = new ArrayList<>();
            for (SoakedServer server : servers) {
                Disruptor disruptor =
                        new Disruptor(
                                server,
                                setting.stock(),
                                possible(),
                                everyMillis,
                                longestFreeze(),
                                results,
                                random.split());
                peaks.add(disruptors.start(() -> disruptor.run(deadline)));
            }
            new Phase(clients, seconds, silence(), random.nextLong())
                    .run(targets, actions, results);
            return ClientThreads.join(peaks);
        }
    }

    /** When what the warm-up has left is gone: nothing is going on, and stays so for a while. */
    private Figures settled(SoakedServer server)
            throws IOException, JMException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
        Figures before = server.figures();
        for (int same = 0; same < QUIET_POLLS && deadline - System.nanoTime() > 0; ) {
            collectJdkClients();
            Figures now = server.figures();
            same = now.equals(before) && quiet(now) ? same + 1 : 0;
            before = now;
        }
        return server.figuresAndHeap();
    }

    private boolean quiet(Figures figures) {
        return figures.get("BusyWorkers") == 0
                && figures.get("IdleWorkers") == setting.idleWorkers()
                && figures.get("ConnsTotal") == 0
                && figures.get("Tomcat's connectionCount") == 0
                && figures.get("Stopping") == 0;
    }

    private Outcome outcome(SoakedServer server, Figures start, Figures peak)
            throws IOException, JMException, InterruptedException {
        long begun = System.nanoTime();
        long deadline = begun + TimeUnit.SECONDS.toNanos(patience);
        Figures end = server.figuresAndHeap();
        while (!end.returned(start) && deadline - System.nanoTime() > 0) {
            collectJdkClients();
            // The heap last: a collection stops the server, and finds what has gone since.
            end = server.figures();
            end = end.returned(start) ? server.figuresAndHeap() : end;
        }
        double after = (System.nanoTime() - begun) / 1e9;
        if (!end.returned(start)) {
            end = server.figuresAndHeap();
        }
        List<String> complaints = server.complaints(setting.behaviour().expected(disruptions));
        String dump = end.returned(start) ? "" : server.dump();
        return new Outcome(server.target(), start, peak, end, after, complaints, dump);
    }

    /** The JDK's clients close their connections when they have been collected. */
    private static void collectJdkClients() throws InterruptedException {
        System.gc();
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
}
