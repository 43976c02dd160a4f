package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.catalina.connector.Connector;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.client.RawConnection;

/**
 * A connector and what should be true of it, as the life-cycle calls that it has had tell. Knows
 * which calls are legal next.
 */
final class ExpectedConnector {

    /** Tomcat's states, those that last. */
    enum Stage {
        NEW,
        INITIALIZED,
        STARTED,
        STOPPED,
        DESTROYED
    }

    /** A call, as Tomcat's own code, an embedder or a console makes it. */
    enum Call {
        INIT,
        START,
        PAUSE,
        RESUME,
        DRAIN,
        STOP,
        DESTROY
    }

    private final Connector connector;
    private final String model;
    private final boolean bindOnInit;
    private Stage stage = Stage.NEW;
    private boolean paused;
    private boolean drained;

    /** The port it has, or has had last; 0 before it was bound. */
    private int port;

    ExpectedConnector(String model, boolean bindOnInit) {
        this.model = model;
        this.bindOnInit = bindOnInit;
        this.connector =
                EmbeddedTomcat.connector(
                        model,
                        "bindOnInit",
                        String.valueOf(bindOnInit),
                        "maxThreads",
                        "2",
                        "startServers",
                        "1");
    }

    Connector connector() {
        return connector;
    }

    boolean isDestroyed() {
        return stage == Stage.DESTROYED;
    }

    /**
     * Any of the calls that are legal now.
     *
     * @param serverRuns a connector cannot start without the server's utility threads
     */
    Call any(Random random, boolean serverRuns) {
        List<Call> legal =
                switch (stage) {
                    case NEW -> List.of(Call.INIT, Call.START);
                    case INITIALIZED -> List.of(Call.START, Call.DESTROY);
                    case STARTED -> List.of(Call.STOP, Call.PAUSE, Call.RESUME, Call.DRAIN);
                    case STOPPED -> List.of(Call.START, Call.PAUSE, Call.RESUME, Call.DESTROY);
                    case DESTROYED -> throw new IllegalStateException("nothing may follow");
                };
        Call call = legal.get(random.nextInt(legal.size()));
        if (call == Call.START && !serverRuns) {
            return stage == Stage.NEW ? Call.INIT : Call.DESTROY;
        }
        return call;
    }

    void make(Call call) throws Exception {
        switch (call) {
            case INIT -> connector.init();
            case START -> connector.start();
            case PAUSE -> connector.pause();
            case RESUME -> connector.resume();
            case DRAIN -> connector.getProtocolHandler().closeServerSocketGraceful();
            case STOP -> connector.stop();
            case DESTROY -> connector.destroy();
        }
        switch (call) {
            case INIT -> stage = Stage.INITIALIZED;
            case START -> started();
            case PAUSE -> paused = stage == Stage.STARTED && !drained;
            case RESUME -> paused = false;
            case DRAIN -> drained = true;
            case STOP -> stage = Stage.STOPPED;
            case DESTROY -> stage = Stage.DESTROYED;
        }
    }

    /** By a call of its own, or with its server. */
    void started() {
        if (stage != Stage.STARTED) {
            stage = Stage.STARTED;
            paused = false;
            drained = false;
        }
    }

    /** With its server, which begins with a graceful stop. */
    void stoppedWithServer() {
        if (stage == Stage.STARTED) {
            drained = true;
            stage = Stage.STOPPED;
        }
    }

    /** By its service, or with its server. */
    void destroyed() {
        stage = Stage.DESTROYED;
    }

    /** Compares what should be with what is. */
    void check(boolean applicationsRun) throws Exception {
        if (connector.getLocalPort() > 0) {
            port = connector.getLocalPort();
        }
        boolean running = stage == Stage.STARTED;
        boolean bound =
                switch (stage) {
                    case NEW, DESTROYED -> false;
                    case INITIALIZED -> bindOnInit;
                    case STARTED -> !drained;
                    case STOPPED -> bindOnInit && !drained;
                };
        if (port > 0) {
            await(this + ": a listening socket: " + bound)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> Kernel.listening(port) == bound);
            if (!running) {
                assertThat(EmbeddedTomcat.threads(port)).as("%s: threads", this).isEmpty();
            }
            assertThat(EmbeddedTomcat.hasEngineBean(port)).as("%s: bean", this).isEqualTo(running);
        }
        if (running && !paused && !drained && applicationsRun) {
            assertThat(EmbeddedTomcat.threads(port)).as("%s: threads", this).isNotEmpty();
            try (RawConnection client = EmbeddedTomcat.connect(connector)) {
                assertThat(client.get("/gate", "Connection: close").text())
                        .as("%s: the thread that serves", this)
                        .startsWith("mpm-" + port + "-");
            }
        }
    }

    @Override
    public String toString() {
        return model
                + (bindOnInit ? "" : " bound at the start,")
                + (paused ? " paused" : "")
                + (drained ? " drained" : "")
                + " "
                + stage
                + " :"
                + port;
    }
}
