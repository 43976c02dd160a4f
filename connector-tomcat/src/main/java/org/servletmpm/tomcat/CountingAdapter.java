package org.servletmpm.tomcat;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Constants;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionInfo;
import org.servletmpm.connection.Refusal;

/**
 * Tells the engine when the application has a request and when it is done with it. Runs in the
 * thread that runs the request.
 */
final class CountingAdapter implements Adapter {

    /** After these, Tomcat closes the connection (as httpd does). */
    private static final Set<Integer> ENDING =
            Set.of(
                    HttpServletResponse.SC_BAD_REQUEST,
                    HttpServletResponse.SC_REQUEST_TIMEOUT,
                    HttpServletResponse.SC_LENGTH_REQUIRED,
                    HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                    HttpServletResponse.SC_REQUEST_URI_TOO_LONG,
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    HttpServletResponse.SC_NOT_IMPLEMENTED,
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE);

    private final Adapter adapter;
    private final MpmEndpoint endpoint;

    CountingAdapter(Adapter adapter, MpmEndpoint endpoint) {
        this.adapter = adapter;
        this.endpoint = endpoint;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        TomcatHandler handler = endpoint.processing().current();
        if (handler == null) {
            adapter.service(request, response);
            return;
        }
        Connection connection = handler.connection();
        request.setAttribute(ConnectionInfo.ATTRIBUTE, connection);
        CoyoteRequestLine line = new CoyoteRequestLine(request, handler.socket());
        if (handler.isMultiplexed()) {
            connection.streamStarted(line);
        } else {
            connection.requestStarted(line);
            handler.begins();
            if (request.protocol().isNull() || request.protocol().equals("")) {
                // HTTP/0.9 has no header: only the connection's end shows where a response ends.
                handler.openEnded();
            }
        }
        // Without a right header nobody has asked for anything, and a body may follow.
        boolean parsed = !is(ActionCode.IS_ERROR, response);
        Refusal refusal = parsed ? connection.refusal(line) : null;
        boolean returned = false;
        try {
            if (refusal == null) {
                adapter.service(request, response);
            } else {
                RefusalResponse.send(refusal, handler, request, response, adapter);
            }
            returned = true;
        } finally {
            if (refusal == null) {
                endpoint.answered(request, connection);
            }
            pause(handler, request, response, returned, parsed);
        }
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent status)
            throws Exception {
        TomcatHandler handler = endpoint.processing().current();
        if (handler == null) {
            return adapter.asyncDispatch(request, response, status);
        }
        if (handler.isMultiplexed()) {
            handler.streamSuspended(-1);
        } else {
            handler.connection().requestResumed();
        }
        boolean returned = false;
        try {
            returned = adapter.asyncDispatch(request, response, status);
            return returned;
        } finally {
            pause(handler, request, response, returned, true);
        }
    }

    /**
     * Tells the engine that the application has let go of the request, for good or until an
     * asynchronous event.
     *
     * @param returned whether it did so without a failure
     * @param parsed whether the request's header was right
     */
    private static void pause(
            TomcatHandler handler,
            Request request,
            Response response,
            boolean returned,
            boolean parsed) {
        boolean async = is(ActionCode.ASYNC_IS_ASYNC, response);
        Connection connection = handler.connection();
        if (handler.isMultiplexed()) {
            if (async) {
                handler.streamSuspended(1);
            } else {
                long nanos = System.nanoTime() - request.getStartTimeNanos();
                connection.streamFinished(sent(request, response), nanos);
            }
        } else if (async) {
            connection.requestSuspended();
        } else if (response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
            connection.upgraded(response.getBytesWritten(false));
        } else {
            boolean whole = returned && is(ActionCode.IS_IO_ALLOWED, response);
            boolean read = parsed && is(ActionCode.REQUEST_BODY_FULLY_READ, response);
            handler.answered(whole, !read);
            if (!read && ENDING.contains(response.getStatus())) {
                // Tomcat would read the rest with this thread, for nothing.
                response.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
            connection.requestFinished(sent(request, response));
        }
    }

    private static boolean is(ActionCode question, Response response) {
        AtomicBoolean answer = new AtomicBoolean();
        response.action(question, answer);
        return answer.get();
    }

    /** Counts the bytes of the body, with those that the connector sends from a file by itself. */
    private static long sent(Request request, Response response) {
        long bytes = response.getBytesWritten(false);
        if (request.getAttribute(Constants.SENDFILE_FILENAME_ATTR) != null
                && request.getAttribute(Constants.SENDFILE_FILE_START_ATTR) instanceof Long start
                && request.getAttribute(Constants.SENDFILE_FILE_END_ATTR) instanceof Long end) {
            bytes += end - start;
        }
        return bytes;
    }

    @Override
    public boolean prepare(Request request, Response response) throws Exception {
        return adapter.prepare(request, response);
    }

    @Override
    public void log(Request request, Response response, long time) {
        adapter.log(request, response, time);
    }

    @Override
    public String getDomain() {
        return adapter.getDomain();
    }

    /**
     * {@inheritDoc} The calling thread is about to keep the request's processor for other
     * connections. A thread of the application's that may still write to the response must not
     * write to another's, so the processor is not kept.
     */
    @Override
    public void checkRecycled(Request request, Response response) {
        TomcatHandler handler = endpoint.processing().current();
        if (handler == null || handler.socket().threads().wereMany()) {
            endpoint.processing().discardsProcessor();
        }
        adapter.checkRecycled(request, response);
    }
}
