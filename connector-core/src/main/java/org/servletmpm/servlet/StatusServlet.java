package org.servletmpm.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.servletmpm.status.AutoRenderer;
import org.servletmpm.status.MachineReadings;
import org.servletmpm.status.Release;
import org.servletmpm.status.StatusReport;

/**
 * httpd's {@code server-status} for the engines of this JVM, as text with mod_status's fields.
 *
 * <p>Engines are found as MBeans named {@code org.servletmpm:type=Mpm,name=*}. {@code ?auto} is the
 * report of the one on whose port the request came, and nothing else: its readers are programs that
 * take fields by name. Without it the others' reports follow, each after an empty line.
 *
 * <p>Only clients on this machine get an answer: 403 for others. Behind a proxy on the same machine
 * every client looks like one of those, so the proxy has to keep others away itself. 503 says that
 * no engine is registered or that one cannot be read, and why.
 */
public final class StatusServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** A name is never looked up: whoever can choose it could choose one that leads here. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F]*:[^/]*");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType("text/plain; charset=ISO-8859-1");
        if (!isLoopback(request.getRemoteAddr())) {
            answer(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "The server status is for clients on this machine only.\n");
            return;
        }
        List<RegisteredEngine> engines;
        try {
            engines =
                    RegisteredEngine.all(
                            ManagementFactory.getPlatformMBeanServer(), request.getLocalPort());
        } catch (UnreadableEngineException unreadable) {
            answer(
                    response,
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    unreadable.getMessage() + "\n");
            return;
        }
        if (engines.isEmpty()) {
            answer(
                    response,
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "No engine is registered in this JVM (MBeans "
                            + RegisteredEngine.PATTERN
                            + "): is a Servlet MPM connector configured and started?\n");
            return;
        }
        boolean auto = "auto".equals(request.getQueryString());
        answer(
                response,
                HttpServletResponse.SC_OK,
                reports(auto ? engines.subList(0, 1) : engines, request.getServerName()));
    }

    private static String reports(List<RegisteredEngine> engines, String serverName) {
        AutoRenderer renderer = new AutoRenderer();
        Release release = Release.load();
        MachineReadings machine = MachineReadings.take();
        ZonedDateTime now = ZonedDateTime.now();
        return engines.stream()
                .map(
                        engine ->
                                new StatusReport(
                                        serverName,
                                        engine.serverInfo(),
                                        release,
                                        now,
                                        engine.scoreboard().snapshot(),
                                        machine))
                .map(renderer::render)
                .collect(Collectors.joining("\n"));
    }

    private static void answer(HttpServletResponse response, int status, String text)
            throws IOException {
        response.setStatus(status);
        response.getWriter().write(text);
    }

    private static boolean isLoopback(String client) {
        if (client == null || !ADDRESS.matcher(client).matches()) {
            return false;
        }
        try {
            return InetAddress.getByName(client).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }
}
