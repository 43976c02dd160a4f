package org.servletmpm.it.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.servletmpm.it.client.RawConnection;

/** Connections that have had one answer each, and wait. */
final class IdleClients implements BackgroundClients.Running {

    private final List<RawConnection> connections = new ArrayList<>();

    private IdleClients() {}

    static IdleClients open(int port, int number) throws IOException {
        IdleClients clientThreads = new IdleClients();
        try {
            for (int i = 0; i < number; i++) {
                RawConnection connection = RawConnection.open(port, false);
                clientThreads.connections.add(connection);
                connection.get("/hello");
            }
        } catch (IOException e) {
            clientThreads.close();
            throw e;
        }
        return clientThreads;
    }

    @Override
    public void check() throws IOException {
        // The one that has waited longest.
        connections.get(0).get("/hello");
    }

    @Override
    public void close() throws IOException {
        for (RawConnection connection : connections) {
            connection.close();
        }
    }
}
