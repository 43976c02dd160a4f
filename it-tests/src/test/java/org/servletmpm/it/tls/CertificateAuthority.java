package org.servletmpm.it.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates for the time of a test, for servers and for clients. */
public final class CertificateAuthority {

    /** What a key is made for. */
    public enum Key {
        RSA,
        EC
    }

    private final KeyPair pair = pair(Key.EC);
    private final X500Name name;
    private final X509Certificate certificate;

    public CertificateAuthority(String commonName) throws GeneralSecurityException, IOException {
        name = new X500Name("CN=" + commonName);
        certificate = sign(name, pair.getPublic(), true);
    }

    /** A new key of the kind, and a certificate of this name for it. */
    public Identity issue(String commonName, Key key) throws GeneralSecurityException, IOException {
        KeyPair fresh = pair(key);
        X500Name subject = new X500Name("CN=" + commonName);
        return new Identity(
                fresh.getPrivate(), sign(subject, fresh.getPublic(), false), certificate);
    }

    /** For whoever believes what this authority has signed. */
    KeyStore trustStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", certificate);
        return store;
    }

    private static KeyPair pair(Key key) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(key.name());
        generator.initialize(key == Key.RSA ? 2048 : 256);
        return generator.generateKeyPair();
    }

    private X509Certificate sign(X500Name subject, PublicKey key, boolean authority)
            throws GeneralSecurityException, IOException {
        Instant now = Instant.now();
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            new JcaX509v3CertificateBuilder(
                                            name,
                                            new BigInteger(64, new SecureRandom()),
                                            Date.from(now.minus(Duration.ofHours(1))),
                                            Date.from(now.plus(Duration.ofHours(1))),
                                            subject,
                                            key)
                                    .addExtension(
                                            Extension.basicConstraints,
                                            true,
                                            new BasicConstraints(authority))
                                    .build(
                                            new JcaContentSignerBuilder("SHA256withECDSA")
                                                    .build(pair.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign for " + subject, e);
        }
    }
}
