package org.servletmpm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.adapters.CapturedLog;
import org.servletmpm.child.EchoClient;
import org.servletmpm.contract.EchoAdapter;
import org.servletmpm.contract.EchoHandler;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;

/** An engine goes on when workers end by an Error and when threads cannot be made. */
@Timeout(30)
class EngineFailureTest {

    /** More than there are addresses: the system makes no thread with such a stack. */
    private static final String NO_SUCH_STACK = String.valueOf(1L << 60);

    private final CapturedLog log = new CapturedLog();
    private Engine engine;
    private int port;

    private void start(Directives directives) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        port = socket.socket().getLocalPort();
        engine = new Engine(directives, new EchoEngineHost(socket), new EchoAdapter(), socket);
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.stop();
        log.close();
    }

    /** One child with one worker, and what else is said. */
    private static Directives.Builder single(Model model) {
        return Directives.builder()
                .model(model)
                .set("StartServers", "1", Origin.of("test"))
                .set("ThreadsPerChild", "1", Origin.of("test"))
                .set("MaxRequestWorkers", "1", Origin.of("test"));
    }

    /** The next client can only be served by the one who replaced it. */
    private void dieOnce(Model model) throws IOException {
        String before = who();
        try (EchoClient hurt = new EchoClient(port)) {
            hurt.send(EchoHandler.FATAL);
            assertThat(hurt.read()).as("%s: the connection ends", model).isEqualTo(-1);
        }
        String after = who();
        assertThat(name(after)).as("%s: same place", model).isEqualTo(name(before));
        assertThat(after).as("%s: another thread", model).isNotEqualTo(before);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> {
                            assertThat(engine.getScoreboard().snapshot().idleWorkers()).isOne();
                            assertThat(engine.connections()).isZero();
                        });
    }

    private String who() throws IOException {
        try (EchoClient client = new EchoClient(port)) {
            return client.who();
        }
    }

    private static String name(String who) {
        return who.split(" ")[0];
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void aWorkerThatDiesIsReplacedAndTheHookIsTold(Model model) throws Exception {
        start(single(model).set("EnableExceptionHook", "On", Origin.of("test")).build());
        dieOnce(model);

        String worker = "mpm-" + port + "-0.0-worker-0";
        assertThat(log.containing("ends by an Error"))
                .as("%s: said once", model)
                .singleElement()
                .asString()
                .contains("SEVERE", worker, "InternalError");
        assertThat(log.containing("told of"))
                .as("%s: after a hook that fails", model)
                .singleElement()
                .asString()
                .contains(worker, "slot=0", "generation=0", "InternalError: asked for");
        assertThat(log.containing("this hook always fails"))
                .as("%s", model)
                .singleElement()
                .asString()
                .contains("WARNING", "failing hook");
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void withTheHookOffNoHookIsTold(Model model) throws Exception {
        start(single(model).build());
        dieOnce(model);
        dieOnce(model);

        assertThat(log.containing("ends by an Error")).as("%s", model).hasSize(2);
        assertThat(log.containing("hook")).as("%s", model).isEmpty();
        assertThat(log.containing("told of")).as("%s", model).isEmpty();
    }

    /** Those that serve leave for nobody; when threads can be made again the restart goes on. */
    @ParameterizedTest
    @EnumSource(Model.class)
    void aRestartThatCannotStartChildrenLeavesThoseThatServe(Model model) throws Exception {
        start(roomy(model, "0"));
        Restart restarted;
        try (EchoClient kept = new EchoClient(port)) {
            kept.echo((byte) 'a');
            restarted = engine.restart(roomy(model, NO_SUCH_STACK));
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> !log.containing("no child could be started").isEmpty());
            kept.echo((byte) 'b');
            assertThat(name(kept.who())).as("%s", model).contains("-0.0-worker");
            // Attempts go on, a second apart: one line is enough.
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> engine.getScoreboard().lastGeneration(1) > 1);
            assertThat(log.containing("no child could be started")).as("%s", model).hasSize(1);
            assertThat(restarted.serving()).as("%s", model).isNotDone();
            assertThat(engine.getScoreboard().snapshot().children().get(0).stopping())
                    .as("%s: the child that serves leaves", model)
                    .isFalse();

            engine.restart(roomy(model, "0"));
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> !log.containing("failed attempts").isEmpty());
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> !name(who()).contains("-0.0-"));
        assertThat(restarted.ended()).succeedsWithin(10, TimeUnit.SECONDS);
    }

    private static Directives roomy(Model model, String stack) throws ConfigurationException {
        return Directives.builder()
                .model(model)
                .set("StartServers", "1", Origin.of("test"))
                .set("ThreadsPerChild", "2", Origin.of("test"))
                .set("MinSpareThreads", "1", Origin.of("test"))
                .set("MinSpareServers", "1", Origin.of("test"))
                .set("MaxRequestWorkers", "8", Origin.of("test"))
                .set("ThreadStackSize", stack, Origin.of("test"))
                .build();
    }

    @Test
    void aServerWhoseFirstChildCannotBeStartedDoesNotStart() throws Exception {
        start(single(Model.EVENT).build());
        engine.stop();
        assertThatThrownBy(() -> start(roomy(Model.EVENT, NO_SUCH_STACK)))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("mpm-" + port + "-"));
    }
}
