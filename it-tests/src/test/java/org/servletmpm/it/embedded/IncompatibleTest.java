package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.webapp.WebApplication;

/** Every way to say that a filter or servlet does not go with event is heard. */
class IncompatibleTest {

    private static final String PACKAGE = WebApplication.class.getPackageName() + ".";

    /** By what a connection is pinned that asks for a path in the application. */
    private static final Map<String, String> PINNED_BY = new LinkedHashMap<>();

    static {
        PINNED_BY.put("/in-xml/a", PACKAGE + "InXmlFilter");
        PINNED_BY.put("/filtered", PACKAGE + "InXmlFilter");
        PINNED_BY.put("/scanned", PACKAGE + "ScannedFilter");
        PINNED_BY.put("/added", PACKAGE + "AddedFilter");
        PINNED_BY.put("/by-parameter?a=b", PACKAGE + "PlainFilter");
        PINNED_BY.put("/by-class", PACKAGE + "NamedFilter");
        PINNED_BY.put("/marked/a", PACKAGE + "MarkedServlet");
        PINNED_BY.put("/a.named", PACKAGE + "NamedServlet");
        PINNED_BY.put("/legacy/a", "/app/legacy/*");
        PINNED_BY.put("/leg%61cy/a", "/app/legacy/*");
        PINNED_BY.put("/a.old", "*.old");
        PINNED_BY.put("/in-xmla", "null");
        PINNED_BY.put("/legacya", "null");
        PINNED_BY.put("/other", "null");
    }

    @TempDir private Path base;
    @TempDir private Path application;

    @EveryCell(
            models = {Cell.Model.WORKER, Cell.Model.EVENT},
            over = Cell.Transport.PLAIN,
            holdsForStock = false)
    void anIncompatibleFilterIsFoundHoweverItIsDeclared(Cell cell) throws Exception {
        boolean event = cell.is(Cell.Model.EVENT);
        try (Deployment deployment = start(cell)) {
            deployment.deploy(WebApplication.in(application));
            SoftAssertions all = new SoftAssertions();
            for (Map.Entry<String, String> each : PINNED_BY.entrySet()) {
                String who = who(cell, deployment, each.getKey());
                all.assertThat(who)
                        .as("%s %s", cell, each.getKey())
                        .startsWith((event ? each.getValue() : "null") + " ");
            }
            all.assertAll();
        }
    }

    /** Jetty gives what is dispatched to its server's threads, whose ever the connection is. */
    private static String who(Cell cell, Deployment deployment, String path) throws IOException {
        try (RawConnection connection = RawConnection.open(deployment.port(), false)) {
            String first = thread(connection.get("/app" + path).text());
            String then = connection.get("/app/other").text();
            String dispatched = connection.get("/app/other?dispatch").text();
            if (!then.startsWith("null ")) {
                assertThat(thread(then)).as(path).isEqualTo(first);
                if (cell.container() == Cell.Container.TOMCAT) {
                    assertThat(thread(dispatched)).as(path).isEqualTo(first);
                }
            }
            return then;
        }
    }

    private static String thread(String who) {
        return who.substring(who.indexOf(' ') + 1);
    }

    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void aRedeployedApplicationIsScannedAgain(Cell cell) throws Exception {
        try (Deployment deployment = start(cell)) {
            deployment.deploy(WebApplication.in(application));
            assertThat(who(cell, deployment, "/in-xml/a")).startsWith(PACKAGE + "InXmlFilter ");
            deployment.undeploy();
            deployment.deploy(new org.servletmpm.it.webapp.ThreadNameServlet());
            assertThat(who(cell, deployment, "/in-xml/a")).as("%s", cell).startsWith("null ");
        }
    }

    private Deployment start(Cell cell) throws Exception {
        return Deployment.start(
                cell,
                base,
                "StartServers=1",
                "ThreadsPerChild=4",
                "MaxRequestWorkers=4",
                "EventIncompatible="
                        + PACKAGE
                        + "NamedFilter "
                        + PACKAGE
                        + "NamedServlet"
                        + " /app/legacy/* *.old");
    }
}
