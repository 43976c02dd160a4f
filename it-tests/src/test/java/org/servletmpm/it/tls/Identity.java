package org.servletmpm.it.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** A key, and the certificate that an {@link CertificateAuthority} has signed for it. */
public record Identity(PrivateKey key, X509Certificate certificate, X509Certificate issuer) {

    /** Of every key store made here. */
    public static final String PASSWORD = "not-secret";

    public KeyStore keyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        X509Certificate[] chain = {certificate, issuer};
        store.setKeyEntry("identity", key, PASSWORD.toCharArray(), chain);
        return store;
    }

    Path write(Path file) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            keyStore().store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keyStore(), PASSWORD.toCharArray());
        return factory.getKeyManagers();
    }
}
