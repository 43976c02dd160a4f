package org.servletmpm.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;

/**
 * What bytes go through between a client and the pages.
 *
 * @param authority of this run's certificates; empty without TLS
 * @param http2 beside HTTP/1.1
 * @param clientKeyStore where a client finds a key that the server trusts
 * @param unixSocket listened on instead of a port
 */
record Transport(
        Optional<ThrowAwayAuthority> authority,
        boolean http2,
        ClientAuth clientAuth,
        Optional<Path> clientKeyStore,
        Optional<Path> unixSocket) {

    static Transport of(Options options) throws StartException {
        if (!options.tls && options.clientAuth != ClientAuth.NONE) {
            throw refused("--client-auth " + options.clientAuth, "with --tls");
        }
        if (!options.tls && options.clientKeyStore.isPresent()) {
            throw refused("--client-key-store " + options.clientKeyStore.get(), "with --tls");
        }
        if (options.unixSocket.isPresent()) {
            String option = "--unix-socket " + options.unixSocket.get();
            if (options.port.isPresent() || options.address.isPresent()) {
                throw refused(option, "without --port and --address");
            }
            if (options.container == ContainerName.JETTY) {
                throw refused(option, "with --container tomcat");
            }
        }
        return new Transport(
                options.tls ? Optional.of(newAuthority()) : Optional.empty(),
                options.http2,
                options.clientAuth,
                options.clientKeyStore,
                options.unixSocket);
    }

    private static StartException refused(String option, String allowed) {
        String line = "ERROR " + option + ": allowed only " + allowed + "; refused";
        return StartException.configuration(line, null);
    }

    private static ThrowAwayAuthority newAuthority() throws StartException {
        try {
            return new ThrowAwayAuthority();
        } catch (GeneralSecurityException | IOException e) {
            throw noCertificate(e);
        }
    }

    static StartException noCertificate(Exception reason) {
        return StartException.configuration("ERROR --tls: no certificate: " + reason, reason);
    }

    boolean tls() {
        return authority.isPresent();
    }

    /** Writes the client's key store, if one is asked for. */
    void writeClientKeyStore() throws StartException {
        if (clientKeyStore.isEmpty() || authority.isEmpty()) {
            return;
        }
        Path file = clientKeyStore.get();
        try {
            KeyStore client = authority.get().client();
            try (OutputStream out = Files.newOutputStream(file)) {
                client.store(out, ThrowAwayAuthority.PASSWORD.toCharArray());
            }
        } catch (GeneralSecurityException | IOException e) {
            String line = "ERROR --client-key-store " + file + ": cannot be written: " + e;
            throw StartException.configuration(line, e);
        }
    }
}
