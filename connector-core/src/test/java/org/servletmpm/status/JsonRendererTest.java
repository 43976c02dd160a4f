package org.servletmpm.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The JSON document has everything of all engines. */
class JsonRendererTest {

    private static String render(StatusReport... reports) {
        return new JsonRenderer().render(List.of(reports));
    }

    @Test
    void oneDocumentHasEverythingOfEachConnector() {
        String json = render(Reports.event(true), Reports.prefork());
        assertThat(json)
                .startsWith(
                        """
                        {
                          "serverName": "www.example.test",
                          "serverVersion": "Servlet-MPM/0.1.0 (Apache Tomcat/11.0.24)",
                          "serverBuilt": "2026-11-22T00:00:00Z",
                          "currentTime": "2026-11-22T01:19:44Z",
                          "load": {
                            "load1": 0.52,
                            "load5": 0.2,
                            "load15": 0.08
                          },
                          "cpuSeconds": {
                            "user": 0.75,
                            "system": 0.1,
                            "childrenUser": 0.0,
                            "childrenSystem": 0.0
                          },
                          "connectors": [
                            {
                              "name": "http-8080",
                              "container": "Apache Tomcat/11.0.24",
                              "model": "event",
                              "restartTime": "2026-11-22T01:18:41Z",
                              "uptimeSeconds": 63,
                              "configGeneration": 1,
                              "scoreboard": ".._W..",
                              "figures": {
                                "startTimeSeconds": 1795310321.000,
                                "generation": 0,
                                "busyWorkers": 1,
                                "idleWorkers": 1,
                                "gracefulWorkers": 0,
                                "maxRequestWorkers": 6,
                                "workers": {
                                  "starting": 0,
                                  "ready": 1,
                                  "reading": 0,
                                  "writing": 1,
                        """)
                .contains(
                        """
                                "connsTotal": 3,
                                "connsAsync": {
                                  "wait-io": 0,
                                  "writing": 0,
                                  "keepalive": 2,
                                  "closing": 0
                                },
                        """
                                .stripTrailing())
                .contains("\"unsentBytes\": 49152", "\"connsPinned\": 1", "\"connsEvicted\": 1")
                .contains("\"model\": \"prefork\"", "\"name\": \"https-8443\"");
        for (MetricFamily family : Metrics.all()) {
            assertThat(json).contains("\"" + family.camelCase() + "\": ");
        }
    }

    @Test
    void aDirectiveSaysWhereItWasWritten() {
        assertThat(render(Reports.event(true)).replaceAll("\\s+", " "))
                .contains(
                        "\"directives\": { \"StartServers\": { \"value\": \"3\", \"origin\":"
                                + " \"default\" }, \"ScoreBoardFile\": { \"value\":"
                                + " \"/run/\\\"x\\\"\", \"origin\": \"mpm.conf:2\" } }");
    }

    @Test
    void theRequestOfAWorkerIsThereWithItsClient() {
        assertThat(render(Reports.event(true)).replaceAll("\\s+", " "))
                .contains(
                        "\"worker\": 1, \"state\": \"writing\", \"connection\": 17, \"accesses\":"
                                + " { \"connection\": 1, \"child\": 1, \"slot\": 1 }",
                        "\"requestTime\": \"2026-11-22T01:19:41Z\"",
                        "\"client\": \"192.0.2.7\"",
                        "\"request\": \"GET /a\\\"b\\\\c\\n# EOF HTTP/1.1\"");
    }

    @Test
    void withoutExtendedStatusThereIsNoTrafficAndNoRequest() {
        assertThat(render(Reports.event(false)))
                .contains("\"children\"", "\"writing\": 1")
                .doesNotContain("\"rates\"", "\"requests\"", "192.0.2.7", "totalAccesses");
    }
}
