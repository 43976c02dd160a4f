package org.servletmpm.it.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.servletmpm.it.client.RawConnection;

/** Connections that have had one answer each, and wait. */
final class IdleCrowd implements Beside.Crowd {

    private final List<RawConnection> connections = new ArrayList<>();

    private IdleCrowd() {}

    static IdleCrowd open(int port, int number) throws IOException {
        IdleCrowd crowd = new IdleCrowd();
        try {
            for (int i = 0; i < number; i++) {
                RawConnection connection = RawConnection.open(port, false);
                crowd.connections.add(connection);
                connection.get("/hello");
            }
        } catch (IOException e) {
            crowd.close();
            throw e;
        }
        return crowd;
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
