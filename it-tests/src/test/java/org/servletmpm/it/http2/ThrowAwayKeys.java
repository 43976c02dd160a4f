package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A key store with a certificate that signs itself, made by the JDK's own tool. */
final class ThrowAwayKeys {

    static final String PASSWORD = "throw-away";

    private ThrowAwayKeys() {}

    /**
     * Made once a build, the tool takes longer than most tests; complete when it is there, for
     * another JVM's tests too.
     */
    static Path store() throws Exception {
        Path store = Path.of("target", "throw-away.p12").toAbsolutePath();
        if (!Files.exists(store)) {
            Path unfinished = Files.createTempDirectory(store.getParent(), "keys");
            Path made = make(unfinished.resolve(store.getFileName()));
            Files.move(made, store, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(unfinished);
        }
        return store;
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
