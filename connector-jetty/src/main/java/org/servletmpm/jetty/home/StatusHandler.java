package org.servletmpm.jetty.home;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.servletmpm.status.AllowedClients;
import org.servletmpm.status.StatusAnswer;
import org.servletmpm.status.StatusRequest;

/**
 * Answers httpd's {@code server-status} without servlets, for a Jetty whose server sees none: what
 * the module {@code mpm-status} of the jetty-base archive puts into the server. It answers each
 * request that it is given, in the thread that serves the request.
 *
 * <p>Its forms are those of {@code org.servletmpm.servlet.StatusServlet}. Only clients of this
 * machine see it, unless {@link #setAllow} says otherwise; others get 403.
 */
public final class StatusHandler extends Handler.Abstract {

    /** Set before the start. */
    private AllowedClients allowed = AllowedClients.of(AllowedClients.THIS_MACHINE);

    /**
     * @param addresses who may see the status instead of this machine's own clients: addresses and
     *     CIDR blocks, separated by commas or blanks
     * @throws IllegalArgumentException for anything else; the message names it
     */
    public void setAllow(String addresses) {
        allowed = AllowedClients.of(addresses);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
            return true;
        }
        StatusAnswer answer =
                allowed.contain(Request.getRemoteAddr(request))
                        ? StatusAnswer.to(asked(request))
                        : StatusAnswer.forbidden();
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
        return true;
    }

    private static StatusRequest asked(Request request) {
        return new StatusRequest(
                request.getHttpURI().getQuery(),
                String.join(",", request.getHeaders().getValuesList(HttpHeader.ACCEPT)),
                Request.getServerName(request),
                Request.getLocalAddr(request),
                Request.getLocalPort(request));
    }
}
