package org.servletmpm.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.Map;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;

/**
 * This process's MBeans for clients of this machine, who need no password. One for a process: RMI
 * has one idea of the host's name, a system property.
 */
final class JmxAgent implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Registry registry;
    private final JMXConnectorServer server;

    private JmxAgent(Registry registry, JMXConnectorServer server) {
        this.registry = registry;
        this.server = server;
    }

    /**
     * @param port of the registry, 0 is any free one; the connections' own is always any free one
     * @throws StartException if the port is in use
     */
    static JmxAgent start(int port) throws Exception {
        // Else clients are sent to whatever address the machine is known by.
        System.setProperty("java.rmi.server.hostname", HOST);
        Loopback sockets = new Loopback();
        Registry registry = null;
        try {
            registry = LocateRegistry.createRegistry(port, null, sockets);
            String url = "service:jmx:rmi:///jndi/rmi://" + HOST + ":" + sockets.first + "/jmxrmi";
            JMXConnectorServer server =
                    JMXConnectorServerFactory.newJMXConnectorServer(
                            new JMXServiceURL(url),
                            Map.of(
                                    RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE,
                                    new Loopback()),
                            ManagementFactory.getPlatformMBeanServer());
            server.start();
            return new JmxAgent(registry, server);
        } catch (IOException failed) {
            end(registry);
            throw StartException.explained(failed, "--jmx-port " + port);
        }
    }

    /** What a JMX client is given. */
    String url() {
        return server.getAddress().toString();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } finally {
            end(registry);
        }
    }

    private static void end(Registry registry) {
        if (registry != null) {
            try {
                UnicastRemoteObject.unexportObject(registry, true);
            } catch (IOException ended) {
                // It was not exported any more.
            }
        }
    }

    /** Nobody else's machine gets through. Called in the thread that exports. */
    private static final class Loopback implements RMIServerSocketFactory {
        private int first;

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            ServerSocket socket = new ServerSocket(port, 0, InetAddress.getByName(HOST));
            first = first == 0 ? socket.getLocalPort() : first;
            return socket;
        }
    }
}
