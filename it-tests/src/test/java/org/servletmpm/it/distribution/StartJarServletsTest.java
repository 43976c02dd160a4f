package org.servletmpm.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.webapp.InXmlFilter;
import org.servletmpm.it.webapp.MarkedServlet;
import org.servletmpm.it.webapp.NamedFilter;
import org.servletmpm.it.webapp.PlainFilter;
import org.servletmpm.it.webapp.ScannedFilter;
import org.servletmpm.it.webapp.WebApplication;
import org.servletmpm.servlet.EventIncompatible;
import org.servletmpm.servlet.StatusServlet;

/**
 * A web application in Jetty's own distribution, which keeps servlets out of its server's sight:
 * what needs one thread for a connection is found, and the status servlet is there.
 */
class StartJarServletsTest {

    private static final String STATUS =
            """
              <servlet>
                <servlet-name>status</servlet-name>
                <servlet-class>%s</servlet-class>
              </servlet>
              <servlet-mapping>
                <servlet-name>status</servlet-name>
                <url-pattern>/server-status</url-pattern>
              </servlet-mapping>
            </web-app>
            """
                    .formatted(StatusServlet.class.getName());

    /** The properties first: behind a module of ee11 they would be that environment's. */
    private static final String ARGUMENTS =
            "jetty.http.host=127.0.0.1 jetty.http.port=0 mpm.startServers=1"
                    + " mpm.eventIncompatible="
                    + NamedFilter.class.getName()
                    + " --module=mpm-http,ee11-mpm,ee11-deploy,ee11-annotations";

    @TempDir private static Path directory;
    private static JettyBase base;

    /** The application has the annotation on its classes, but none of ours among its own. */
    @BeforeAll
    static void deploy() throws Exception {
        base = JettyBase.in(directory);
        Path application = WebApplication.in(base.webApplication("app"));
        String annotation = EventIncompatible.class.getName().replace('.', '/') + ".class";
        Files.delete(application.resolve("WEB-INF/classes").resolve(annotation));
        Path xml = application.resolve("WEB-INF/web.xml");
        Files.writeString(xml, Files.readString(xml).replaceFirst("</web-app>\\s*", STATUS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--jpms "})
    void registeredIncompatibleFiltersPinAndTheStatusShowsIt(String way) throws Exception {
        try (JettyBase.Run run = base.run((way + ARGUMENTS).split(" "))) {
            int port = run.awaitPort("http/1.1");
            pins(port, "/app/in-xml/a", InXmlFilter.class);
            pins(port, "/app/by-parameter", PlainFilter.class);
            pins(port, "/app/by-class", NamedFilter.class);
            pins(port, "/app/marked/a", MarkedServlet.class);
            pins(port, "/app/scanned", ScannedFilter.class);
            try (RawConnection other = RawConnection.open(port, false)) {
                assertThat(other.get("/app/else").text()).startsWith("null ");
            }
            run.stop();
            assertThat(run.output())
                    .contains("Context /app: connections are pinned by [")
                    .doesNotContain("\tat ", "NoClassDefFound");
        }
    }

    private static void pins(int port, String path, Class<?> by) throws IOException {
        try (RawConnection pinned = RawConnection.open(port, false);
                RawConnection looking = RawConnection.open(port, false)) {
            assertThat(pinned.get(path).text()).as(path).startsWith(by.getName() + " ");
            await().untilAsserted(
                            () ->
                                    assertThat(looking.get("/app/server-status?auto").text())
                                            .as(path)
                                            .contains("ConnsPinned: 1\n")
                                            .containsPattern("Scoreboard: [^K]*K[^K]*\n"));
        }
        try (RawConnection looking = RawConnection.open(port, false)) {
            await().untilAsserted(
                            () ->
                                    assertThat(looking.get("/app/server-status?auto").text())
                                            .contains("ConnsPinned: 0\n"));
        }
    }
}
