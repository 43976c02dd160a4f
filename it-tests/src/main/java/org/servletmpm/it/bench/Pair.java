package org.servletmpm.it.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.servletmpm.it.process.DemoProcess;

/**
 * Two servers that run at the same time, each in its JVM: ours and the container's own. Only one is
 * loaded at a time, in turns, so that what else the machine does hits both.
 */
final class Pair implements AutoCloseable {

    private final DemoProcess mpm;
    private final DemoProcess stock;
    private final int mpmPort;
    private final int stockPort;

    private Pair(DemoProcess mpm, DemoProcess stock) throws IOException {
        this.mpm = mpm;
        this.stock = stock;
        this.mpmPort = mpm.awaitReady();
        this.stockPort = stock.awaitReady();
    }

    static Pair start(Launch launch, Setup setup) throws IOException {
        DemoProcess mpm = launch.demo(setup.arguments(false));
        DemoProcess stock = null;
        try {
            stock = launch.demo(setup.arguments(true));
            return new Pair(mpm, stock);
        } catch (IOException | RuntimeException e) {
            mpm.close();
            if (stock != null) {
                stock.close();
            }
            throw e;
        }
    }

    /** Until the JVM has compiled what it takes. */
    void warmUp(Load load, int seconds) throws IOException, InterruptedException {
        if (seconds > 0) {
            load.run(mpmPort, seconds);
            load.run(stockPort, seconds);
        }
    }

    Comparison compare(Probe probe, int pairs, int seconds)
            throws IOException, InterruptedException {
        try (BackgroundClients.Running ours = probe.beside().begin(mpmPort);
                BackgroundClients.Running theirs = probe.beside().begin(stockPort)) {
            Comparison comparison = compare(probe.load(), pairs, seconds);
            ours.check();
            theirs.check();
            return comparison;
        }
    }

    private Comparison compare(Load load, int pairs, int seconds)
            throws IOException, InterruptedException {
        List<Run> mpmRuns = new ArrayList<>();
        List<Run> stockRuns = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            mpmRuns.add(load.run(mpmPort, seconds).answered());
            stockRuns.add(load.run(stockPort, seconds).answered());
        }
        return Comparison.of(mpmRuns, stockRuns);
    }

    /** Bytes in the heap for each request: ours, and then stock's. */
    double[] allocated(Load load, int seconds) throws IOException, InterruptedException {
        return new double[] {
            allocated(mpm.pid(), load, mpmPort, seconds),
            allocated(stock.pid(), load, stockPort, seconds)
        };
    }

    private static double allocated(long pid, Load load, int port, int seconds)
            throws IOException, InterruptedException {
        try (Allocation allocation = Allocation.of(pid)) {
            long before = allocation.bytes();
            Run run = load.run(port, seconds).answered();
            return (double) (allocation.bytes() - before) / run.requests();
        }
    }

    /** For each request, by name: ours, and then stock's. */
    List<Map<String, Double>> syscalls(Wrk load, int seconds)
            throws IOException, InterruptedException {
        return List.of(
                Syscalls.perRequest(mpm.pid(), load, mpmPort, seconds),
                Syscalls.perRequest(stock.pid(), load, stockPort, seconds));
    }

    @Override
    public void close() throws IOException {
        try (mpm) {
            stock.close();
        }
    }
}
