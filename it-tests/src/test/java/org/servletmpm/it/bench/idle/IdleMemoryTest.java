package org.servletmpm.it.bench.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An idle connection in event holds no buffers, and little else. */
class IdleMemoryTest {

    private static final Path DEMO = Path.of("..", "samples", "demo", "target", "demo.jar");

    /**
     * The bounds are in bytes for each connection, and far above what is measured with many: with
     * so few, what the workers hold shows. A buffer would be 8 KB.
     */
    @ParameterizedTest
    @CsvSource({
        "--container tomcat, 300, 1500, 3000",
        "--container tomcat --tls, 40, 12000, 24000",
        "--container jetty, 300, 1500, 3600",
    })
    void idleConnectionsHoldNoBuffers(String options, int number, long arrays, long all)
            throws Exception {
        List<String> arguments = new ArrayList<>(Arrays.asList(options.split(" ")));
        arguments.addAll(List.of("--port", "0", "--set", "KeepAliveTimeout=600"));
        Histogram heap = new IdleConnections(arguments, "/hello", number).heap(DEMO);
        assertThat(heap.bytes("[B", "java.nio.") / number).as("%s", heap.top(5)).isLessThan(arrays);
        assertThat(heap.bytes() / number).as("%s", heap.top(20)).isLessThan(all);
    }
}
