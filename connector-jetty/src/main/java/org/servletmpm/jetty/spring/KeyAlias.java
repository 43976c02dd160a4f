package org.servletmpm.jetty.spring;

import java.security.KeyStore;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A part of a connector that keeps it from starting with a key that is not there, as Boot's own
 * connector does: Jetty would find out with the first handshake.
 */
final class KeyAlias extends AbstractLifeCycle {

    private final SslContextFactory keys;

    /**
     * @param keys started before
     */
    KeyAlias(SslContextFactory keys) {
        this.keys = keys;
    }

    @Override
    protected void doStart() throws Exception {
        String alias = keys.getCertAlias();
        KeyStore store = keys.getKeyStore();
        if (alias != null && store != null && !store.containsAlias(alias)) {
            throw new IllegalStateException("Keystore does not contain alias '" + alias + "'");
        }
        super.doStart();
    }
}
