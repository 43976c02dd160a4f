package org.servletmpm.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.List;
import org.servletmpm.status.AutoRenderer;
import org.servletmpm.status.HtmlRenderer;
import org.servletmpm.status.MachineReadings;
import org.servletmpm.status.Release;
import org.servletmpm.status.StatusReport;

/**
 * httpd's {@code server-status} for the engines of this JVM, run by the worker that serves the
 * request.
 *
 * <p>Without a query it is a page with mod_status's content: the engine on whose port (and, where
 * two share it, whose address) the request came first, then the others. {@code ?notable} is the
 * page without tables, {@code ?auto} the text for programs, of the serving engine alone: its
 * readers take fields by name. {@code ?refresh=N} goes with each and has a browser ask again after
 * N seconds, 1 to 3600; without a number it is 10, as in httpd, and 400 says that N is none of
 * those. Other parameters are ignored. Engines are found as MBeans named {@code
 * org.servletmpm:type=Mpm,name=*}; 503 says that there is none or that one cannot be read, and why.
 *
 * <p>By default only clients on this machine get an answer; others get 403. Two init parameters
 * change that, and either is enough for a client:
 *
 * <ul>
 *   <li>{@code allow}: the addresses that may see the status <em>instead</em> of this machine's own
 *       (127.0.0.0/8 and ::1): IPv4 and IPv6 addresses and CIDR blocks, separated by commas or
 *       blanks. Names are refused. It may be empty if there is a role.
 *   <li>{@code role}: a role that may see the status <em>too</em>, from anywhere. A client that is
 *       not known yet is asked to log in as the web application is configured.
 * </ul>
 *
 * <p>Behind a proxy every client has the proxy's address, unless the container is told to trust its
 * headers: a proxy on this machine has to keep others away itself.
 */
public final class StatusServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private static final String TEXT = "text/plain";
    private static final String HTML = "text/html";

    /** Set before the first request, and not again. */
    private transient Access access;

    /**
     * @throws ServletException if an init parameter has a value that it cannot have; the message
     *     names it and says what is allowed
     */
    @Override
    public void init() throws ServletException {
        access = Access.of(getInitParameter(Access.ALLOW), getInitParameter(Access.ROLE));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!access.permits(request, response)) {
            if (!response.isCommitted()) {
                refuse(
                        response,
                        HttpServletResponse.SC_FORBIDDEN,
                        "The server status is not open to this client.");
            }
            return;
        }
        try {
            StatusQuery query = StatusQuery.parse(request.getQueryString());
            List<RegisteredEngine> engines =
                    RegisteredEngine.all(
                            ManagementFactory.getPlatformMBeanServer(),
                            request.getLocalAddr(),
                            request.getLocalPort());
            // Also of a failure: an engine that restarts is seen again.
            query.refreshSeconds()
                    .ifPresent(seconds -> response.setHeader("Refresh", Integer.toString(seconds)));
            if (engines.isEmpty()) {
                refuse(
                        response,
                        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                        "No engine is registered in this JVM (MBeans "
                                + RegisteredEngine.PATTERN
                                + "): is a Servlet MPM connector configured and started?");
                return;
            }
            show(response, query, reports(engines, request.getServerName()));
        } catch (StatusQuery.BadQueryException bad) {
            refuse(response, HttpServletResponse.SC_BAD_REQUEST, bad.getMessage());
        } catch (UnreadableEngineException unreadable) {
            refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, unreadable.getMessage());
        }
    }

    private static void show(
            HttpServletResponse response, StatusQuery query, List<StatusReport> reports)
            throws IOException {
        if (query.auto()) {
            String text = new AutoRenderer().render(reports.get(0));
            answer(response, TEXT, StandardCharsets.ISO_8859_1, text);
            return;
        }
        response.setHeader("Content-Security-Policy", HtmlRenderer.contentSecurityPolicy());
        HtmlRenderer.Details details =
                query.notable() ? HtmlRenderer.Details.PROSE : HtmlRenderer.Details.TABLES;
        String page = new HtmlRenderer(details).render(reports);
        answer(response, HTML, StandardCharsets.UTF_8, page);
    }

    private static List<StatusReport> reports(List<RegisteredEngine> engines, String serverName) {
        Release release = Release.load();
        MachineReadings machine = MachineReadings.take();
        ZonedDateTime now = ZonedDateTime.now();
        return engines.stream()
                .map(
                        engine ->
                                new StatusReport(
                                        serverName,
                                        engine.shortName(),
                                        engine.serverInfo(),
                                        release,
                                        now,
                                        engine.directives(),
                                        engine.scoreboard().snapshot(),
                                        machine))
                .toList();
    }

    private static void refuse(HttpServletResponse response, int status, String reason)
            throws IOException {
        response.setStatus(status);
        answer(response, TEXT, StandardCharsets.UTF_8, reason + "\n");
    }

    private static void answer(
            HttpServletResponse response, String type, Charset charset, String text)
            throws IOException {
        byte[] body = text.getBytes(charset);
        response.setContentType(type + "; charset=" + charset.name());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
