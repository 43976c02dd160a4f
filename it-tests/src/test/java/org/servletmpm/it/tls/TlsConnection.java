package org.servletmpm.it.tls;

import java.io.IOException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.servletmpm.it.client.RawConnection;

/** A connection whose handshake is done. */
record TlsConnection(RawConnection http, SSLSocket socket) implements AutoCloseable {

    SSLSession session() {
        return socket.getSession();
    }

    /** What the server has proved to be. */
    X509Certificate certificate() throws IOException {
        return (X509Certificate) session().getPeerCertificates()[0];
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
