package org.servletmpm.jetty;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.servletmpm.connection.ConnectionInfo;
import org.servletmpm.connection.Refusal;

/**
 * Tells the engine when the application has a request and when its response is complete. It is in
 * the configuration that a connector's HTTP factories share; requests of connectors without an
 * engine pass through. Runs in the thread that begins a request, and in those that send its
 * response.
 */
final class RequestCounter implements HttpConfiguration.Customizer {

    /** Adds one to the configuration of an HTTP factory, unless it has one. */
    static void addTo(ConnectionFactory factory) {
        if (factory instanceof HttpConfiguration.ConnectionFactory http
                && http.getHttpConfiguration().getCustomizer(RequestCounter.class) == null) {
            http.getHttpConfiguration().addCustomizer(new RequestCounter());
        }
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        Connection http = request.getConnectionMetaData().getConnection();
        MpmEndPoint endPoint = MpmEndPoint.of(http.getEndPoint());
        if (endPoint == null) {
            return request;
        }
        JettyHandler handler = endPoint.handler();
        org.servletmpm.connection.Connection connection = handler.connection();
        if (isStream(request)) {
            request.setAttribute(ConnectionInfo.ATTRIBUTE, connection);
            JettyRequestLine line = new JettyRequestLine(request);
            connection.streamStarted(line);
            Refusal refusal = connection.refusal(line);
            request.addHttpStreamWrapper(
                    stream ->
                            new CountedStream(
                                    refused(stream, refusal), handler, request.getBeginNanoTime()));
            begin(request, handler, refusal);
            return request;
        }
        CachedChannelRequest cached = new CachedChannelRequest(request, handler);
        connection.requestStarted(cached);
        Refusal refusal = connection.refusal(cached);
        long sentBefore = http.getBytesOut();
        request.addHttpStreamWrapper(
                stream ->
                        new Counted(refused(stream, refusal), request, handler, http, sentBefore));
        begin(request, handler, refusal);
        return cached;
    }

    private static HttpStream refused(HttpStream stream, Refusal refusal) {
        return refusal == null ? stream : new RefusedStream(stream, refusal);
    }

    /**
     * @throws RefusedException instead of giving the application the request
     */
    private static void begin(Request request, JettyHandler handler, Refusal refusal) {
        if (refusal != null) {
            throw new RefusedException();
        }
        if (request.getConnectionMetaData().getConnector() instanceof MpmServerConnector mpm) {
            mpm.incompatibles().began(request, handler.connection());
        }
    }

    /**
     * Decides by the request: one that asks for HTTP/2 may be here before its connection speaks it.
     */
    private static boolean isStream(Request request) {
        return request.getConnectionMetaData().getHttpVersion().getVersion()
                > HttpVersion.HTTP_1_1.getVersion();
    }

    private static boolean isLast(HttpVersion version, JettyHandler handler) {
        return version.getVersion() <= HttpVersion.HTTP_1_1.getVersion()
                && (handler.connection().isDraining()
                        || handler.keepAlive().isLast(handler.connection().requests()));
    }

    private static final class Counted extends CountedResponse {
        private static final HttpField CHUNKED =
                new PreEncodedHttpField(
                        HttpHeader.TRANSFER_ENCODING, HttpHeaderValue.CHUNKED.asString());

        private final JettyHandler handler;
        private final Connection http;
        private final long sentBefore;

        /**
         * True when the response leaves HTTP. Written by the thread that sends it, before it is
         * complete.
         */
        private volatile boolean switching;

        /** True for HTTP/1.1, without a tunnel. */
        private final boolean mayHaveChunks;

        Counted(
                HttpStream stream,
                Request request,
                JettyHandler handler,
                Connection http,
                long sentBefore) {
            super(stream);
            this.handler = handler;
            this.http = http;
            this.sentBefore = sentBefore;
            this.mayHaveChunks =
                    request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                            && !HttpMethod.CONNECT.is(request.getMethod());
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
            if (response != null && !last) {
                handler.sends(!isDelimited(response));
            }
            super.send(request, complete(request, response), last, content, callback);
        }

        /**
         * {@inheritDoc} Asks for chunks, at the last moment. Without them Jetty would end a
         * response of unknown length by the end of its connection, if that ends with it: one that
         * is cut would look whole.
         */
        @Override
        public void prepareResponse(HttpFields.Mutable headers) {
            super.prepareResponse(headers);
            if (mayHaveChunks
                    && !headers.contains(HttpHeader.CONTENT_LENGTH)
                    && !headers.contains(HttpHeader.TRANSFER_ENCODING)) {
                headers.put(CHUNKED);
            }
        }

        /**
         * Decides whether a client can tell where the content ends: a response without content ends
         * at once.
         */
        private static boolean isDelimited(MetaData.Response response) {
            return response.getContentLength() >= 0
                    || response.getStatus() < HttpStatus.OK_200
                    || response.getHttpVersion() == HttpVersion.HTTP_1_1
                            && response.getHttpFields()
                                    .contains(
                                            HttpHeader.TRANSFER_ENCODING,
                                            HttpHeaderValue.CHUNKED.asString());
        }

        /** Says that the connection ends, at the last moment: its child may leave by now. */
        private MetaData.Response complete(MetaData.Request request, MetaData.Response response) {
            if (response == null
                    || response.getStatus() < HttpStatus.OK_200
                    || !isLast(request.getHttpVersion(), handler)) {
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
        void cut(Throwable cause) {
            handler.cutShort(cause);
        }

        @Override
        void finished() {
            handler.sends(false);
            long sent = http.getBytesOut() - sentBefore;
            if (switching) {
                handler.connection().upgraded(sent);
            } else {
                handler.connection().requestFinished(sent);
            }
        }
    }
}
