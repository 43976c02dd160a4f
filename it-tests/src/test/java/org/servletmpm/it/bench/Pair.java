package org.servletmpm.it.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    Comparison compare(Load load, int pairs, int seconds) throws IOException, InterruptedException {
        List<Run> mpmRuns = new ArrayList<>();
        List<Run> stockRuns = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            mpmRuns.add(load.run(mpmPort, seconds));
            stockRuns.add(load.run(stockPort, seconds));
        }
        return Comparison.of(mpmRuns, stockRuns);
    }

    @Override
    public void close() throws IOException {
        try (mpm) {
            stock.close();
        }
    }
}
