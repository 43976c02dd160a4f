package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.servletmpm.it.cell.Kernel;

/**
 * Connectors of all models in one Tomcat, led through legal calls in any order: after each, every
 * one of them is what the calls that it has had make of it (looked at after its own calls and after
 * those of its service and server), and in the end nothing is left.
 *
 * <p>{@code -Dseed=N} plays one sequence again.
 */
class TomcatRandomLifecycleTest {

    private static final int STEPS = 40;
    private static final List<String> MODELS = List.of("prefork", "worker", "event");

    @TempDir private static Path base;

    /** What has been called, for who has to find out why. */
    private final List<String> calls = new ArrayList<>();

    static LongStream seeds() {
        Long again = Long.getLong("seed");
        return again != null ? LongStream.of(again) : new Random().longs(2);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void connectorsAreInTheStateThatTheirCallsLeadTo(long seed) throws Exception {
        try {
            play(new Random(seed), 1);
            int before = Kernel.openDescriptors();
            play(new Random(seed), STEPS);
            await("descriptors").until(() -> Kernel.openDescriptors() <= before);
        } catch (Throwable failure) {
            throw new AssertionError("-Dseed=" + seed + " after " + calls, failure);
        }
    }

    private void play(Random random, int steps) throws Exception {
        BlockingServlet gate = new BlockingServlet();
        gate.open();
        EmbeddedTomcat tomcat = new EmbeddedTomcat(base).serve("/gate", gate);
        List<ExpectedConnector> lives = new ArrayList<>();
        boolean running = false;
        try (tomcat) {
            for (int step = 0; step < steps; step++) {
                lives.removeIf(ExpectedConnector::isDestroyed);
                int choice = random.nextInt(10);
                if (choice == 0 || step == 0) {
                    running = !running;
                    toggle(tomcat, lives, running);
                } else if (lives.size() < MODELS.size() || choice == 1) {
                    add(tomcat, lives, random, running);
                } else if (choice == 2 && lives.size() > 1) {
                    remove(tomcat, lives.get(random.nextInt(lives.size())));
                } else {
                    ExpectedConnector life = lives.get(random.nextInt(lives.size()));
                    ExpectedConnector.Call call = life.any(random, running);
                    calls.add(life + " " + call);
                    life.make(call);
                    life.check(running);
                    continue;
                }
                for (ExpectedConnector life : lives) {
                    life.check(running);
                }
            }
            calls.add("close");
        }
        for (ExpectedConnector life : lives) {
            life.destroyed();
            life.check(false);
        }
        assertThat(tomcat.beans("*"))
                .as("beans")
                .filteredOn(bean -> !"StringCache".equals(bean.getKeyProperty("type")))
                .isEmpty();
    }

    private void toggle(EmbeddedTomcat tomcat, List<ExpectedConnector> lives, boolean start)
            throws Exception {
        calls.add(start ? "server START" : "server STOP");
        if (start) {
            tomcat.tomcat().start();
            lives.forEach(ExpectedConnector::started);
        } else {
            tomcat.tomcat().stop();
            lives.forEach(ExpectedConnector::stoppedWithServer);
        }
    }

    private void add(
            EmbeddedTomcat tomcat, List<ExpectedConnector> lives, Random random, boolean running) {
        ExpectedConnector life =
                new ExpectedConnector(
                        MODELS.get(random.nextInt(MODELS.size())), random.nextBoolean());
        calls.add("service add " + life);
        tomcat.tomcat().getService().addConnector(life.connector());
        lives.add(life);
        if (running) {
            life.started();
        }
    }

    private void remove(EmbeddedTomcat tomcat, ExpectedConnector life) throws Exception {
        calls.add("service remove " + life);
        tomcat.tomcat().getService().removeConnector(life.connector());
        life.connector().destroy();
        life.destroyed();
    }
}
