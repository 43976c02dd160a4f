package org.servletmpm.jetty.spring;

import java.security.KeyStore;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Keeps a connector from starting with a key that is not in its keystore, as Boot's own connector
 * does: Jetty would find out with the first handshake.
 */
final class KeyAlias extends AbstractLifeCycle {

    private final SslContextFactory keys;

    /**
     * @param keys started before this
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
