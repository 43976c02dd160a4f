package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;

/** No thread of a child runs while there is nothing to do. */
@Timeout(60)
class IdleThreadsTest {

    private static final String NAME = "resting";

    /** A thread that goes round and round runs in each of them. */
    private static final Duration WINDOW = Duration.ofMillis(300);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /** With one connection that is kept, and one that has ended. */
    @ParameterizedTest
    @EnumSource
    void sleepThoughTheyWereWokenInVain(Model model) throws Exception {
        assumeTrue(threads.isThreadCpuTimeSupported());
        Directives directives =
                Directives.builder()
                        .model(model)
                        .set("ThreadsPerChild", model == Model.PREFORK ? "1" : "2", Origin.of("t"))
                        .build();
        EchoServer server = new EchoServer(NAME, directives, 2);
        try {
            server.start(0);
            server.start(1);
            server.connect().echo((byte) 'a');
            try (EchoClient ended = server.connect()) {
                ended.echo((byte) 'b');
            }
            awaitRest(model + ", it has served");
            for (int look = 0; look <= ChildWatchdog.QUIET; look++) {
                server.group().look();
            }
            awaitRest(model + ", the watchdog has woken it");
        } finally {
            server.end();
        }
    }

    private void awaitRest(String since) {
        await(since + ": its threads rest")
                .pollDelay(WINDOW)
                .pollInterval(WINDOW)
                .until(this::ran, new Previous()::isEqual);
    }

    /** Compares each value with the one before. */
    private static final class Previous {
        private Map<Long, Long> last;

        boolean isEqual(Map<Long, Long> now) {
            boolean equal = now.equals(last);
            last = now;
            return equal;
        }
    }

    /** Nanoseconds of the processor that each of the children's threads has taken. */
    private Map<Long, Long> ran() {
        Map<Long, Long> nanos = new TreeMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(NAME + "-")) {
                nanos.put(thread.getId(), threads.getThreadCpuTime(thread.getId()));
            }
        }
        assertThat(nanos).isNotEmpty();
        return nanos;
    }
}
