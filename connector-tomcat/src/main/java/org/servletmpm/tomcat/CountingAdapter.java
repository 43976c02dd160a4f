package org.servletmpm.tomcat;

import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionInfo;

/**
 * Tells the engine when the application has a request and when it is done with it. Runs in whatever
 * thread runs the request.
 */
final class CountingAdapter implements Adapter {

    private final Adapter adapter;
    private final MpmEndpoint endpoint;

    CountingAdapter(Adapter adapter, MpmEndpoint endpoint) {
        this.adapter = adapter;
        this.endpoint = endpoint;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        TomcatConnection connection = endpoint.processing();
        if (connection == null) {
            adapter.service(request, response);
            return;
        }
        request.setAttribute(ConnectionInfo.ATTRIBUTE, connection);
        connection.requestStarted(new CoyoteLine(request, connection.socket()));
        try {
            adapter.service(request, response);
        } finally {
            endpoint.redeployments().seen(request);
            pause(connection, response);
        }
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent status)
            throws Exception {
        Connection connection = endpoint.processing();
        if (connection == null) {
            return adapter.asyncDispatch(request, response, status);
        }
        connection.requestResumed();
        try {
            return adapter.asyncDispatch(request, response, status);
        } finally {
            pause(connection, response);
        }
    }

    /** The application let go of the request, for good or until an asynchronous event. */
    private static void pause(Connection connection, Response response) {
        AtomicBoolean async = new AtomicBoolean();
        response.action(ActionCode.ASYNC_IS_ASYNC, async);
        if (async.get()) {
            connection.requestSuspended();
        } else if (response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
            connection.upgraded(response.getBytesWritten(false));
        } else {
            connection.requestFinished(response.getBytesWritten(false));
        }
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

    @Override
    public void checkRecycled(Request request, Response response) {
        adapter.checkRecycled(request, response);
    }
}
