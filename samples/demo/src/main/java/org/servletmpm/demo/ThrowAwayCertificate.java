package org.servletmpm.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate for localhost that signs itself and lives in memory, for the time of one run: it
 * lets TLS be tried, and proves nobody's identity.
 */
final class ThrowAwayCertificate {
    /** Of the key in the store; the store never leaves this JVM, so that nothing is protected. */
    static final String PASSWORD = "throw-away";

    private static final Duration BEFORE = Duration.ofHours(1);
    private static final Duration AFTER = Duration.ofDays(30);

    private ThrowAwayCertificate() {}

    static KeyStore keyStore() throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain = {certificate(pair)};
        store.setKeyEntry("demo", pair.getPrivate(), PASSWORD.toCharArray(), chain);
        return store;
    }

    private static Certificate certificate(KeyPair pair)
            throws GeneralSecurityException, IOException {
        X500Name name = new X500Name("CN=localhost");
        Instant now = Instant.now();
        GeneralNames names =
                new GeneralNames(
                        new GeneralName[] {
                            new GeneralName(GeneralName.dNSName, "localhost"),
                            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                            new GeneralName(GeneralName.iPAddress, "::1")
                        });
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            new JcaX509v3CertificateBuilder(
                                            name,
                                            BigInteger.valueOf(now.toEpochMilli()),
                                            Date.from(now.minus(BEFORE)),
                                            Date.from(now.plus(AFTER)),
                                            name,
                                            pair.getPublic())
                                    .addExtension(Extension.subjectAlternativeName, false, names)
                                    .build(
                                            new JcaContentSignerBuilder("SHA256withECDSA")
                                                    .build(pair.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign the throw-away certificate", e);
        }
    }
}
