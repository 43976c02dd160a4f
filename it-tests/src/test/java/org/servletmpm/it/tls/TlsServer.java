package org.servletmpm.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A server whose one connector speaks TLS; {@code /peer} is {@link PeerServlet}'s, everything else
 * a file of its base.
 */
abstract class TlsServer implements AutoCloseable {

    final ConnectorKind kind;

    TlsServer(ConnectorKind kind) {
        this.kind = kind;
    }

    /** Made, and to be started: shows every client the same certificate. */
    static TlsServer of(ConnectorKind kind, Path base, Identity identity) throws Exception {
        return kind.isTomcat()
                ? new TlsTomcat(kind, base, TlsTomcat.host(TlsTomcat.ANY_HOST, identity))
                : new TlsJetty(kind, base, identity);
    }

    /** Clients show a certificate of the authority's, or (if they need not) none. */
    abstract TlsServer asking(CertificateAuthority clients, boolean needed) throws Exception;

    /** Milliseconds after which a silent client is cut off. */
    abstract TlsServer silentFor(int millis);

    abstract TlsServer start() throws Exception;

    abstract int port();

    abstract long connections() throws Exception;

    /** Threads that are held by a connection or a request. */
    abstract long busyThreads() throws Exception;

    abstract void stop() throws Exception;

    /**
     * Waits until no worker has anything to do and no connection is counted. Tomcat's own acceptor
     * counts the next connection before it comes.
     */
    void awaitNothingLeft() {
        int none = kind == ConnectorKind.TOMCAT_STOCK ? 1 : 0;
        await(kind + ": nothing is left over")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(
                        () -> {
                            assertThat(connections()).as("%s: connections", kind).isEqualTo(none);
                            assertThat(busyThreads()).as("%s: busy workers", kind).isZero();
                        });
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (Exception e) {
            throw new IllegalStateException(kind + " does not stop", e);
        }
    }
}
