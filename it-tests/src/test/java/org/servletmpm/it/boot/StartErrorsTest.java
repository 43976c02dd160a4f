package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.adapters.CapturedLog;
import org.servletmpm.it.tls.CertificateAuthority;
import org.servletmpm.it.tls.Identity;

/** An application that cannot start says why in one readable text, and leaves nothing behind. */
class StartErrorsTest {

    private static final String REPORTER =
            "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

    private static String toldBy(Container container, String... properties) {
        try (CapturedLog errors = new CapturedLog(REPORTER, Level.SEVERE)) {
            assertThatThrownBy(
                            () ->
                                    BootServer.run(container, HelloApplication.class, properties)
                                            .close())
                    .isInstanceOf(Exception.class);
            assertThat(errors.lines()).hasSize(1);
            return errors.lines().get(0);
        } finally {
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("mpm-"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrongPropertiesAreNamedWithAllowedValues(Container container) {
        assertThat(
                        toldBy(
                                container,
                                "mpm.model=evnt",
                                "mpm.thread-per-child=5",
                                "mpm.timeout=soon",
                                "spring.threads.virtual.enabled=true"))
                .contains("APPLICATION FAILED TO START")
                .contains("mpm.model=evnt (")
                .contains("did you mean mpm.threads-per-child?")
                .contains("mpm.timeout=soon (")
                .contains("spring.threads.virtual.enabled=true (")
                .contains("mpm.enabled=false");
    }

    @ParameterizedTest
    @EnumSource
    void aPortInUseIsNamed(Container container) throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = String.valueOf(taken.getLocalPort());

            assertThat(toldBy(container, "mpm.model=event", "server.port=" + port))
                    .contains("Port " + port + " was already in use");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStatusPortInUseIsNamedAndNotTheApplications(Container container) throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = String.valueOf(taken.getLocalPort());

            assertThat(toldBy(container, "mpm.status-listen=" + port))
                    .contains("mpm.status-listen=127.0.0.1:" + port)
                    .contains("must be a port that is free")
                    .doesNotContain("was already in use");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMissingKeyFailsTheStart(Container container, @TempDir Path folder) throws Exception {
        Path store = folder.resolve("keys.p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            new CertificateAuthority("authority")
                    .issue("localhost", CertificateAuthority.Key.EC)
                    .keyStore()
                    .store(out, Identity.PASSWORD.toCharArray());
        }
        assertThatThrownBy(
                        () ->
                                BootServer.run(
                                        container,
                                        HelloApplication.class,
                                        "mpm.model=event",
                                        "server.ssl.key-store=" + store,
                                        "server.ssl.key-store-password=" + Identity.PASSWORD,
                                        "server.ssl.key-alias=nobody"))
                .rootCause()
                .hasMessageContaining("nobody");
    }
}
