package org.servletmpm.jetty;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.servletmpm.connection.ConnectionInfo;

/**
 * Tells the engine when the application has a request and when its response is complete. Put into
 * the configuration that a connector's HTTP factories share; requests of connectors that have no
 * engine pass through.
 */
final class RequestCounter implements HttpConfiguration.Customizer {

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        Connection http = request.getConnectionMetaData().getConnection();
        MpmEndPoint endPoint = MpmEndPoint.of(http.getEndPoint());
        if (endPoint == null) {
            return request;
        }
        JettyConnection connection = endPoint.connection();
        if (isStream(request)) {
            request.setAttribute(ConnectionInfo.ATTRIBUTE, connection);
            connection.streamStarted(new JettyLine(request));
            pin(request, connection);
            request.addHttpStreamWrapper(
                    stream -> new CountedStream(stream, connection, request.getBeginNanoTime()));
            return request;
        }
        WarmRequest warm = new WarmRequest(request, connection);
        connection.requestStarted(warm);
        pin(request, connection);
        long sentBefore = http.getBytesOut();
        request.addHttpStreamWrapper(stream -> new Counted(stream, connection, http, sentBefore));
        return warm;
    }

    private static void pin(Request request, JettyConnection connection) {
        if (request.getConnectionMetaData().getConnector() instanceof MpmServerConnector mpm) {
            mpm.incompatibles().began(request, connection);
        }
    }

    /** Asked of the request: one that asks for HTTP/2 may be here before its connection is. */
    private static boolean isStream(Request request) {
        return request.getConnectionMetaData().getHttpVersion().getVersion()
                > HttpVersion.HTTP_1_1.getVersion();
    }

    private static boolean isLast(HttpVersion version, JettyConnection connection) {
        return version.getVersion() <= HttpVersion.HTTP_1_1.getVersion()
                && (connection.isDraining()
                        || connection.keepAlive().isLast(connection.requests()));
    }

    private static final class Counted extends CountedResponse {
        private final JettyConnection connection;
        private final Connection http;
        private final long sentBefore;

        /** The response leaves HTTP. Written by the thread that sends it, before it is complete. */
        private volatile boolean switching;

        Counted(HttpStream stream, JettyConnection connection, Connection http, long sentBefore) {
            super(stream);
            this.connection = connection;
            this.http = http;
            this.sentBefore = sentBefore;
        }

        @Override
        public void send(
                MetaData.Request request,
                MetaData.Response response,
                boolean last,
                ByteBuffer content,
                Callback callback) {
            if (response != null && response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101) {
                switching = true;
            }
            super.send(request, complete(request, response), last, content, callback);
        }

        /** The last moment to say that the connection ends: its child may leave by now. */
        private MetaData.Response complete(MetaData.Request request, MetaData.Response response) {
            if (response == null
                    || response.getStatus() < HttpStatus.OK_200
                    || !isLast(request.getHttpVersion(), connection)) {
                return response;
            }
            return new MetaData.Response(
                    response.getStatus(),
                    response.getReason(),
                    response.getHttpVersion(),
                    HttpFields.build(response.getHttpFields())
                            .put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString()),
                    response.getContentLength(),
                    response.getTrailersSupplier());
        }

        @Override
        void finished() {
            long sent = http.getBytesOut() - sentBefore;
            if (switching) {
                connection.upgraded(sent);
            } else {
                connection.requestFinished(sent);
            }
        }
    }
}
