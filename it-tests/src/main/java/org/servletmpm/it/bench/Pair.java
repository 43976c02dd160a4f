package org.servletmpm.it.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two servers that run at the same time, each in its JVM: ours and the container's own. Only one is
 * loaded at a time, in turns, so that what else the machine does hits both.
 */
final class Pair implements AutoCloseable {

    private final Server mpm;
    private final Server stock;
    private final List<Sample> mpmFirst;
    private final List<Sample> stockFirst;

    private Pair(Server mpm, Server stock, List<Sample> mpmFirst, List<Sample> stockFirst) {
        this.mpm = mpm;
        this.stock = stock;
        this.mpmFirst = mpmFirst;
        this.stockFirst = stockFirst;
    }

    /**
     * Starts one after the other. The load of each begins as soon as it is ready.
     *
     * @param steps of that load, until the JVM has compiled what it takes
     */
    static Pair start(Launch launch, Setup setup, List<Session.Step> steps)
            throws IOException, InterruptedException {
        Server mpm = Server.of(launch.demo(setup.arguments(false)));
        Server stock = null;
        try {
            List<Sample> mpmFirst = run(mpm, steps);
            stock = Server.of(launch.demo(setup.arguments(true)));
            return new Pair(mpm, stock, mpmFirst, run(stock, steps));
        } catch (IOException | InterruptedException | RuntimeException e) {
            mpm.close();
            if (stock != null) {
                stock.close();
            }
            throw e;
        }
    }

    private static List<Sample> run(Server server, List<Session.Step> steps)
            throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (Session.Step step : steps) {
            samples.add(server.run(step.load(), step.seconds()));
        }
        return samples;
    }

    /** Of a step that they began with. */
    Comparison first(int step) throws IOException {
        return Comparison.ofPairs(
                List.of(mpmFirst.get(step).answered()), List.of(stockFirst.get(step).answered()));
    }

    void warmUp(Load load, int seconds) throws IOException, InterruptedException {
        mpm.run(load, seconds);
        stock.run(load, seconds);
    }

    Comparison compare(Probe probe, int pairs, int seconds)
            throws IOException, InterruptedException {
        try (BackgroundClients.Running ours = probe.beside().begin(mpm.port());
                BackgroundClients.Running theirs = probe.beside().begin(stock.port())) {
            Comparison comparison = compare(probe.load(), pairs, seconds);
            ours.check();
            theirs.check();
            return comparison;
        }
    }

    private Comparison compare(Load load, int pairs, int seconds)
            throws IOException, InterruptedException {
        List<Sample> mpmSamples = new ArrayList<>();
        List<Sample> stockSamples = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            mpmSamples.add(mpm.run(load, seconds).answered());
            stockSamples.add(stock.run(load, seconds).answered());
        }
        return Comparison.ofPairs(mpmSamples, stockSamples);
    }

    /** Bytes in the heap for each request: ours, and then stock's. */
    double[] allocated(Load load, int seconds) throws IOException, InterruptedException {
        return new double[] {allocated(mpm, load, seconds), allocated(stock, load, seconds)};
    }

    private static double allocated(Server server, Load load, int seconds)
            throws IOException, InterruptedException {
        try (Allocation allocation = Allocation.of(server.pid())) {
            long before = allocation.bytes();
            Run run = load.run(server.port(), seconds).answered();
            return (double) (allocation.bytes() - before) / run.requests();
        }
    }

    /** For each request, by name: ours, and then stock's. */
    List<Map<String, Double>> syscalls(Wrk load, int seconds)
            throws IOException, InterruptedException {
        return List.of(
                Syscalls.perRequest(mpm.pid(), load, mpm.port(), seconds),
                Syscalls.perRequest(stock.pid(), load, stock.port(), seconds));
    }

    @Override
    public void close() throws IOException {
        try (mpm) {
            stock.close();
        }
    }
}
