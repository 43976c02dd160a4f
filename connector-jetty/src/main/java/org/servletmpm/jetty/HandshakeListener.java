package org.servletmpm.jetty;

import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.servletmpm.connection.ReadStage;

/**
 * Tells a connection that its TLS handshake has succeeded, and a request is expected, or failed.
 * Runs in the thread that handshakes.
 */
final class HandshakeListener implements SslHandshakeListener {

    @Override
    public void handshakeSucceeded(Event event) {
        MpmEndPoint endPoint = MpmEndPoint.of(event.getEndPoint());
        if (endPoint != null) {
            endPoint.handler().connection().expect(ReadStage.HEADER);
        }
    }

    @Override
    public void handshakeFailed(Event event, Throwable failure) {
        MpmEndPoint endPoint = MpmEndPoint.of(event.getEndPoint());
        if (endPoint != null) {
            endPoint.handler().connection().handshakeFailed();
        }
    }
}
