package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/** ExtendedStatus decides whether the status shows requests and clients. */
class ExtendedStatusTest {

    private static final String MARKUP = "/sleep?ms=1000&ms=<script>alert('1')</script>";
    private static final String ESCAPED =
            "/sleep?ms=1000&amp;ms=&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;";

    private static final Predicate<String> RUNNING =
            row ->
                    row.contains(">W</td>")
                            && row.endsWith(
                                    "<td>127.0.0.1</td><td>HTTP/1.1</td><td>localhost</td>"
                                            + "<td>GET "
                                            + ESCAPED
                                            + " HTTP/1.1</td></tr>");

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void onShowsWhatAWorkerServesAsText(Cell cell) throws Exception {
        // Tomcat refuses such a request unless it is told to be lenient.
        List<String> lenient =
                cell.container() == Cell.Container.TOMCAT
                        ? List.of("--connector", "relaxedQueryChars=<>")
                        : List.of();
        try (Server server = Server.start(cell, lenient);
                RawConnection held = server.connect().request(MARKUP)) {
            await(cell + ": a row for the request that runs")
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> rows(page(server)), rows -> rows.stream().anyMatch(RUNNING));
            assertThat(page(server)).as("%s", cell).doesNotContain("<script");
            assertThat(held.read().status()).as("%s", cell).isEqualTo(200);
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void offShowsNoClientNoRequestAndNoSums(Cell cell) throws Exception {
        try (Server server = Server.withDirectives(cell, "ExtendedStatus=Off")) {
            server.get("/hello?secret");
            assertThat(server.status().names())
                    .as("%s: traffic is left out between these", cell)
                    .containsSequence("Load15", "BusyWorkers")
                    .contains("IdleWorkers", "Scoreboard");
            assertThat(page(server))
                    .as("%s", cell)
                    .contains("ExtendedStatus On</code>", "idle workers")
                    .doesNotContain("secret", ">127.0.0.1</td>", "Total accesses");
        }
    }

    /** The server's own section, without those of others in the JVM. */
    private static String page(Server server) throws IOException {
        return server.get("/server-status").text().split("</section>")[0];
    }

    /** Without what says how they look. */
    private static List<String> rows(String page) {
        return Pattern.compile("<tr>.*?</tr>")
                .matcher(page.replaceAll("<td [^>]*>", "<td>"))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
