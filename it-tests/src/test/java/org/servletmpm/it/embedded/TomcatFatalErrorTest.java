package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.client.RawConnection;

/**
 * The Error that Tomcat lets pass to the thread ends it, and another takes its place. (Tomcat keeps
 * an OutOfMemoryError to itself, and Jetty every Error.)
 */
class TomcatFatalErrorTest {

    @TempDir private Path base;

    private static final class Fatal extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            if (request.getParameter("fatal") != null) {
                throw new InternalError("asked for");
            }
            Thread thread = Thread.currentThread();
            response.getWriter().write(thread.getName() + " " + thread.getId());
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void aWorkerThatDiesIsReplaced(Cell.Model model) throws Exception {
        Cell cell = new Cell(Cell.Container.TOMCAT, model, Cell.Transport.PLAIN);
        try (Deployment deployment =
                Deployment.start(
                        cell, base, "StartServers=1", "ThreadsPerChild=1", "MaxRequestWorkers=1")) {
            deployment.deploy(new Fatal());
            String[] before = who(deployment.port());
            try (RawConnection hurt = RawConnection.open(deployment.port(), false)) {
                hurt.request("/app/?fatal").awaitEnd();
            }
            String[] after = who(deployment.port());
            assertThat(after[0]).as("%s: the same place", cell).isEqualTo(before[0]);
            assertThat(after[1]).as("%s: another thread", cell).isNotEqualTo(before[1]);
        }
    }

    private static String[] who(int port) throws IOException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return connection.get("/app/", "Connection: close").text().split(" ");
        }
    }
}
