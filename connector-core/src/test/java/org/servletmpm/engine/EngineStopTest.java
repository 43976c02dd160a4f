package org.servletmpm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.contract.EchoAdapter;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;

/** An engine that is stopped while its parent starts children leaves none behind. */
@Timeout(60)
class EngineStopTest {

    private static final int ROUNDS = 40;

    private static Directives directives(Model model) throws ConfigurationException {
        return Directives.builder()
                .model(model)
                .set("StartServers", "2", Origin.of("test"))
                .set("ThreadsPerChild", model == Model.PREFORK ? "1" : "5", Origin.of("test"))
                .set("MaxRequestWorkers", "20", Origin.of("test"))
                .build();
    }

    private static List<String> threadsOf(int port) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("mpm-" + port + "-"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void noThreadIsLeftBehind(Model model) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (ServerSocketChannel socket = ServerSocketChannel.open()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                int port = socket.socket().getLocalPort();
                Engine engine =
                        new Engine(
                                directives(model),
                                new EchoEngineHost(socket),
                                new EchoAdapter(),
                                socket);
                engine.start();
                engine.graceful();
                // At any moment of the restart, which the parent's thread carries out.
                for (int spins = round * 2_000; spins > 0; spins--) {
                    Thread.onSpinWait();
                }
                engine.stop();
                String label = "round " + round;
                // Its last one may be about to end.
                await().untilAsserted(() -> assertThat(threadsOf(port)).as(label).isEmpty());
            }
        }
    }
}
