package org.servletmpm.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.servletmpm.status.StatusAnswer;
import org.servletmpm.status.StatusRequest;

/**
 * Answers httpd's {@code server-status} for the engines of this JVM, in the thread that serves the
 * request.
 *
 * <p>Without a query it is a page with mod_status's content: the engine on whose port (and, where
 * two share it, whose address) the request came first, then the others. {@code ?notable} is the
 * page without tables, {@code ?auto} the text for programs, of the serving engine alone: its
 * readers take fields by name. {@code ?json} and {@code ?openmetrics} (OpenMetrics 1.0) have all
 * engines in one document; an {@code Accept} header that likes one of these best gets it without a
 * query. {@code ?refresh=N} goes with each and has a browser ask again after N seconds, 1 to 3600;
 * without a number it is 10, as in httpd, and 400 says that N is none of those. Other parameters
 * are ignored. Engines are found as MBeans named {@code org.servletmpm:type=Mpm,name=*}; 503 says
 * that there is none or that one cannot be read, and why.
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

    /** Set by {@link #init}, before the first request. */
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
        StatusAnswer forbidden = StatusAnswer.forbidden();
        // Set first: the container may answer with a request to log in, and keeps them.
        forbidden.headers().forEach(response::setHeader);
        if (access.permits(request, response)) {
            send(
                    response,
                    StatusAnswer.to(
                            new StatusRequest(
                                    request.getQueryString(),
                                    accepted(request),
                                    request.getServerName(),
                                    request.getLocalAddr(),
                                    request.getLocalPort())));
        } else if (!response.isCommitted()) {
            send(response, forbidden);
        }
    }

    /** Joins the header's values: it may come more than once. */
    private static String accepted(HttpServletRequest request) {
        return String.join(",", Collections.list(request.getHeaders("Accept")));
    }

    private static void send(HttpServletResponse response, StatusAnswer answer) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setContentType(answer.contentType());
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }
}
