package org.servletmpm.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority that lives in memory, for the time of one run, and signs one certificate
 * for localhost and one for a client: it lets TLS be tried, and proves nobody's identity.
 */
final class ThrowAwayAuthority {
    /** Of every key and store; what it would protect is worth nothing after the run. */
    static final String PASSWORD = "throw-away";

    private static final Duration BEFORE = Duration.ofHours(1);
    private static final Duration AFTER = Duration.ofDays(30);
    private static final X500Name NAME = new X500Name("CN=Servlet MPM demo");
    private static final GeneralNames LOCALHOST =
            new GeneralNames(
                    new GeneralName[] {
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                        new GeneralName(GeneralName.iPAddress, "::1")
                    });

    private final Instant made = Instant.now();
    private final KeyPair keys = keyPair();
    private final X509Certificate certificate;
    private long serial = made.toEpochMilli();

    ThrowAwayAuthority() throws GeneralSecurityException, IOException {
        certificate = sign(NAME, keys, Extension.basicConstraints, new BasicConstraints(true));
    }

    /** The key of the server, with its certificate for localhost. */
    KeyStore server() throws GeneralSecurityException, IOException {
        KeyPair pair = keyPair();
        X500Name name = new X500Name("CN=localhost");
        return store(pair, sign(name, pair, Extension.subjectAlternativeName, LOCALHOST));
    }

    /** The key of a client, and this authority as whom it trusts. */
    KeyStore client() throws GeneralSecurityException, IOException {
        KeyPair pair = keyPair();
        X500Name name = new X500Name("CN=demo client");
        BasicConstraints none = new BasicConstraints(false);
        KeyStore store = store(pair, sign(name, pair, Extension.basicConstraints, none));
        store.setCertificateEntry("authority", certificate);
        return store;
    }

    /** Those whom the server trusts: who has a certificate of this authority. */
    KeyStore trusted() throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setCertificateEntry("authority", certificate);
        return store;
    }

    private KeyStore store(KeyPair pair, Certificate own)
            throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        Certificate[] chain = {own, certificate};
        store.setKeyEntry("demo", pair.getPrivate(), PASSWORD.toCharArray(), chain);
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private X509Certificate sign(
            X500Name name, KeyPair pair, ASN1ObjectIdentifier extension, ASN1Encodable value)
            throws GeneralSecurityException, IOException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            new JcaX509v3CertificateBuilder(
                                            NAME,
                                            BigInteger.valueOf(serial++),
                                            Date.from(made.minus(BEFORE)),
                                            Date.from(made.plus(AFTER)),
                                            name,
                                            pair.getPublic())
                                    .addExtension(extension, false, value)
                                    .build(
                                            new JcaContentSignerBuilder("SHA256withECDSA")
                                                    .build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign a throw-away certificate", e);
        }
    }
}
