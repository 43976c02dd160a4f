package org.servletmpm.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The OpenMetrics text has every figure of all engines. */
class OpenMetricsRendererTest {

    private static final String EVENT = "{connector=\"http-8080\",model=\"event\"";

    private static String render(StatusReport... reports) {
        return new OpenMetricsRenderer().render(List.of(reports));
    }

    @Test
    void everyFigureHasItsConnectorAndModel() {
        assertThat(render(Reports.event(true), Reports.prefork()))
                .startsWith(
                        """
                        # TYPE mpm_connector info
                        # HELP mpm_connector What runs.
                        mpm_connector_info{connector="http-8080",model="event",\
                        container="Apache Tomcat/11.0.24",version="0.1.0"} 1
                        mpm_connector_info{connector="https-8443",model="prefork",\
                        container="Apache Tomcat/11.0.24",version="0.1.0"} 1
                        # TYPE mpm_start_time_seconds gauge
                        # UNIT mpm_start_time_seconds seconds
                        # HELP mpm_start_time_seconds When the engine was started, since 1970.
                        mpm_start_time_seconds{connector="http-8080",model="event"} 1795310321.000
                        """)
                .contains(
                        "\nmpm_workers" + EVENT + ",state=\"writing\"} 1\n",
                        "\nmpm_workers{connector=\"https-8443\",model=\"prefork\",state=\"ready\"}"
                                + " 0\n",
                        "\nmpm_busy_workers" + EVENT + "} 1\n",
                        "\nmpm_max_request_workers" + EVENT + "} 6\n",
                        "\nmpm_children" + EVENT + ",state=\"accepting\"} 1\n",
                        "\nmpm_conns" + EVENT + "} 3\n",
                        "\nmpm_conns_async" + EVENT + ",state=\"keepalive\"} 2\n",
                        "\nmpm_conns_pinned" + EVENT + "} 1\n",
                        "\nmpm_unsent_bytes" + EVENT + "} 49152\n",
                        "# TYPE mpm_conns_evicted counter\n",
                        "\nmpm_conns_evicted_total" + EVENT + "} 1\n",
                        "\nmpm_refused_total" + EVENT + ",reason=\"header-timeout\"} 1\n",
                        "\nmpm_accepts_failed_total" + EVENT + "} 0\n",
                        "\nmpm_accesses_total" + EVENT + "} 1\n",
                        "\nmpm_bytes_total" + EVENT + "} 700\n",
                        "\nmpm_duration_seconds_total" + EVENT + "} 0.004\n",
                        "\nmpm_process_cpu_seconds_total{mode=\"user\"} 0.75\n",
                        "\nmpm_load{minutes=\"1\"} 0.52\n")
                .doesNotContain("WARN", "192.0.2.7")
                .endsWith("\n# EOF\n");
    }

    /** A group that came twice, or a sample, would make a reader refuse the whole text. */
    @Test
    void familiesAndSamplesComeOnce() {
        Set<String> seen = new HashSet<>();
        String group = "";
        for (String line : render(Reports.event(true), Reports.prefork()).split("\n")) {
            if (line.startsWith("# TYPE ")) {
                group = line.split(" ")[2];
            }
            if (!line.startsWith("#")) {
                assertThat(line).startsWith(group).matches("[a-z_]+\\{.*} [0-9.]+");
            }
            assertThat(seen.add(line.replaceAll(" [0-9.]+$", ""))).as(line).isTrue();
        }
    }

    @Test
    void withoutExtendedStatusThereIsNoTraffic() {
        assertThat(render(Reports.event(false)))
                .contains("mpm_busy_workers")
                .doesNotContain("mpm_accesses", "mpm_bytes", "mpm_duration");
    }

    @Test
    void labelsAreEscaped() {
        assertThat(
                        new OpenMetricsWriter()
                                .gauge("a", "b\nc")
                                .sample(BigDecimal.ONE, "label", "q\"b\\n\nä")
                                .document())
                .isEqualTo(
                        "# TYPE a gauge\n# HELP a b\\nc\na{label=\"q\\\"b\\\\n\\nä\"} 1\n# EOF\n");
    }
}
