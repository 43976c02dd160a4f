package org.servletmpm.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.server.RMIServerSocketFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXPrincipal;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.security.auth.Subject;

/**
 * This process's MBeans for clients of this machine that know a password, which is in a file that
 * only this process's user can read: whoever else is on this machine reaches the port, too. The URL
 * has all that a client needs; there is no registry that somebody else could bind a name in.
 */
final class JmxAgent implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String USER = "demo";
    private static final int PASSWORD_BYTES = 16;

    private final JMXConnectorServer server;
    private final Path passwordFile;

    private JmxAgent(JMXConnectorServer server, Path passwordFile) {
        this.server = server;
        this.passwordFile = passwordFile;
    }

    /**
     * @param port 0 is any free one
     * @throws StartException if the port is in use
     */
    static JmxAgent start(int port) throws Exception {
        // Else clients are sent to whatever address the machine is known by.
        System.setProperty("java.rmi.server.hostname", HOST);
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        // Made so that nobody else can read it.
        Path file = Files.createTempFile("mpm-demo-jmx", ".password");
        try {
            Files.writeString(file, password);
            JMXConnectorServer server =
                    JMXConnectorServerFactory.newJMXConnectorServer(
                            new JMXServiceURL("rmi", HOST, port),
                            Map.of(
                                    RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE,
                                    (RMIServerSocketFactory) JmxAgent::loopback,
                                    RMIConnectorServer.CREDENTIALS_FILTER_PATTERN,
                                    String.class.getName() + ";!*",
                                    JMXConnectorServer.AUTHENTICATOR,
                                    (JMXAuthenticator) given -> authenticated(given, password)),
                            ManagementFactory.getPlatformMBeanServer());
            server.start();
            return new JmxAgent(server, file);
        } catch (IOException failed) {
            Files.delete(file);
            throw StartException.explained(failed, "--jmx-port " + port);
        }
    }

    private static Subject authenticated(Object given, String password) {
        if (given instanceof String[] words
                && words.length == 2
                && USER.equals(words[0])
                && words[1] != null
                && MessageDigest.isEqual(bytes(words[1]), bytes(password))) {
            return new Subject(true, Set.of(new JMXPrincipal(USER)), Set.of(), Set.of());
        }
        throw new SecurityException("allowed is user " + USER + " with the password of this run");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What a JMX client is given. */
    String url() {
        return server.getAddress().toString();
    }

    /** Where the rest of it is found. */
    String credentials() {
        return "user " + USER + ", password in " + passwordFile;
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    /** Nobody else's machine gets through. Called in the thread that exports. */
    private static ServerSocket loopback(int port) throws IOException {
        return new ServerSocket(port, 0, InetAddress.getByName(HOST));
    }
}
