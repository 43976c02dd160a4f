package org.servletmpm.it.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.TrustingTls;

/**
 * A client's offer in its handshakes: a value, changed by making another one. Those that share a
 * context resume each other's sessions.
 */
record TlsClient(SSLContext context, Consumer<SSLParameters> offer, RawConnection.Layer transport) {

    /** Believes the authority, offers what the JDK offers, and has no certificate. */
    static TlsClient trusting(CertificateAuthority authority)
            throws GeneralSecurityException, IOException {
        return new TlsClient(context(authority, null), parameters -> {}, tcp -> tcp);
    }

    /** Believes everybody. */
    static TlsClient trustingAll() {
        return new TlsClient(TrustingTls.context(), parameters -> {}, tcp -> tcp);
    }

    /** Proves with the key who it is, when it is asked. */
    static TlsClient identified(CertificateAuthority authority, Identity identity)
            throws GeneralSecurityException, IOException {
        return new TlsClient(
                context(authority, identity.keyManagers()), parameters -> {}, tcp -> tcp);
    }

    private static SSLContext context(CertificateAuthority authority, KeyManager[] keys)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = authority.trustStore();
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    TlsClient named(String host) {
        return and(p -> p.setServerNames(List.of(new SNIHostName(host))));
    }

    TlsClient protocols(String... names) {
        return and(p -> p.setProtocols(names));
    }

    TlsClient ciphers(String... suites) {
        return and(p -> p.setCipherSuites(suites));
    }

    TlsClient applicationProtocols(String... names) {
        return and(p -> p.setApplicationProtocols(names));
    }

    private TlsClient and(Consumer<SSLParameters> more) {
        return new TlsClient(context, offer.andThen(more), transport);
    }

    /** The bytes go through what the layer makes of the TCP socket. */
    TlsClient over(RawConnection.Layer layer) {
        return new TlsClient(context, offer, layer);
    }

    /** Connects and shakes hands. */
    TlsConnection connect(int port) throws IOException {
        return connect(port, 0);
    }

    /**
     * @param receiveBuffer SO_RCVBUF in bytes, or 0
     */
    TlsConnection connect(int port, int receiveBuffer) throws IOException {
        RawConnection raw = RawConnection.open(port, receiveBuffer, this::secured);
        try {
            SSLSocket socket = (SSLSocket) raw.socket();
            socket.startHandshake();
            return new TlsConnection(raw, socket);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private Socket secured(Socket tcp) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        transport.over(tcp), "localhost", tcp.getPort(), true);
        socket.setSoTimeout(RawConnection.PATIENCE);
        SSLParameters parameters = socket.getSSLParameters();
        offer.accept(parameters);
        socket.setSSLParameters(parameters);
        return socket;
    }
}
