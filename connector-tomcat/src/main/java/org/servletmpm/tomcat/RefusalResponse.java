package org.servletmpm.tomcat;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.servletmpm.connection.Refusal;

/**
 * Answers a request that has waited too long for a worker: 503 without content, written and logged
 * by Tomcat. Runs in the thread that has read the request.
 *
 * <p>The connection goes on unless a body may follow, which nobody would read. Tomcat ends each
 * connection after a 503, and has no setting for that; so the response has another status until its
 * header is written, when Tomcat has decided ({@link #headerIsWritten}).
 */
final class RefusalResponse {

    private static final int KEEPING = HttpServletResponse.SC_OK;
    private static final int REFUSED = HttpServletResponse.SC_SERVICE_UNAVAILABLE;

    private RefusalResponse() {}

    /**
     * @param adapter writes to the access log
     */
    static void send(
            Refusal refusal,
            TomcatHandler handler,
            Request request,
            Response response,
            Adapter adapter) {
        boolean keeps = !handler.isMultiplexed() && !mayHaveBody(request);
        response.setStatus(keeps ? KEEPING : REFUSED);
        response.setContentLength(0);
        if (refusal.retryAfter() > 0) {
            response.setHeader("Retry-After", Integer.toString(refusal.retryAfter()));
        }
        handler.refuses(keeps);
        response.action(ActionCode.CLOSE, null);
        handler.refuses(false);
        response.setStatus(REFUSED);
        adapter.log(request, response, System.nanoTime() - request.getStartTimeNanos());
        if (keeps) {
            response.setStatus(KEEPING);
        }
    }

    private static boolean mayHaveBody(Request request) {
        return request.getContentLengthLong() > 0
                || request.getMimeHeaders().getHeader("Transfer-Encoding") != null;
    }

    /** Called when Tomcat has decided about the connection, before it writes the status. */
    static void headerIsWritten(TomcatHandler handler, Response response) {
        if (handler.isRefusing()) {
            response.setStatus(REFUSED);
        }
    }
}
