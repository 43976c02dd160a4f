package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.servletmpm.it.distribution.MadeOnce;

/** A key store with a certificate that signs itself, made by the JDK's own tool. */
final class SelfSignedKeyStore {

    static final String PASSWORD = "throw-away";

    private SelfSignedKeyStore() {}

    /** Made once a build: the tool takes longer than most tests. */
    static Path store() throws Exception {
        return MadeOnce.get(
                Path.of("target", "throw-away.p12").toAbsolutePath(),
                empty -> make(empty.resolve("throw-away.p12")));
    }

    private static Path make(Path store) throws Exception {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                store.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(said).isZero();
        return store;
    }
}
