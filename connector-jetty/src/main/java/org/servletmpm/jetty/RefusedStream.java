package org.servletmpm.jetty;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.servletmpm.connection.Refusal;

/**
 * Says in a refusal when its client may come back: Jetty's error page has no fields but its own.
 * Runs in the thread that has read the request.
 */
final class RefusedStream extends HttpStream.Wrapper {

    private final Refusal refusal;

    RefusedStream(HttpStream stream, Refusal refusal) {
        super(stream);
        this.refusal = refusal;
    }

    @Override
    public void send(
            MetaData.Request request,
            MetaData.Response response,
            boolean last,
            ByteBuffer content,
            Callback callback) {
        super.send(request, complete(response), last, content, callback);
    }

    private MetaData.Response complete(MetaData.Response response) {
        if (response == null || refusal.retryAfter() == 0) {
            return response;
        }
        return new MetaData.Response(
                response.getStatus(),
                response.getReason(),
                response.getHttpVersion(),
                HttpFields.build(response.getHttpFields())
                        .put(HttpHeader.RETRY_AFTER, refusal.retryAfter()),
                response.getContentLength(),
                response.getTrailersSupplier());
    }
}
