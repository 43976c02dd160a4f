package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.servletmpm.it.cell.ParallelCells.everywhere;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * A client that reads slowly, but all the time, gets its response however many times the write
 * timeout that takes. In event two may wait for its socket: the worker, because the client's memory
 * is full, and the listener, because there is some.
 */
class SteadyReadersTest {

    private static final int BYTES = 1_200_000;
    private static final int WINDOW = 64 * 1024;
    private static final int CLIENTS = 8;

    /** The write timeout is two seconds, in which the client takes more than the kernel keeps. */
    private static final int STEP = 10_000;

    private static final int STEP_MILLIS = 100;
    private static final int STEPS = 70;

    /** The longest step of a steady client: half the write timeout. */
    private static final int STEADY_MILLIS = 1000;

    private static final Cell.Model[] EVENT = {Cell.Model.EVENT};

    @Test
    void aClientThatTakesSomeAllTheTimeIsNotCut() throws Exception {
        everywhere(EVENT, Cell.Transport.values(), SteadyReadersTest::assertNotCut);
    }

    private static void assertNotCut(Cell cell) throws Exception {
        try (Server server = server(cell);
                ClientThreads clientThreads = new ClientThreads()) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                all.add(clientThreads.start(() -> readSteadily(server)));
            }
            for (CompletableFuture<Void> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private static Server server(Cell cell) {
        return Server.withDirectives(
                cell,
                "StartServers=1",
                "ThreadsPerChild=" + CLIENTS,
                "MaxRequestWorkers=" + CLIENTS,
                "Timeout=2",
                "SendBufferSize=32768",
                "WriteCompletionBuffer=32768");
    }

    private static Void readSteadily(Server server) throws Exception {
        while (!isReadSteadily(server)) {
            // The machine was too busy for the client.
        }
        return null;
    }

    /**
     * @return false when the client was cut and had not been steady
     */
    private static boolean isReadSteadily(Server server) throws Exception {
        Cell cell = server.cell();
        long longestPause = 0;
        try (RawConnection client = RawConnection.open(server.port(), cell.tls(), WINDOW)) {
            client.request("/big?chunk=262144&bytes=" + BYTES, "Connection: close");
            Response head = client.readHeader();
            assertThat(head.status()).as("%s", cell).isEqualTo(200);
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int i = 0; i < STEPS; i++) {
                long before = System.nanoTime();
                body.write(client.readBytes(STEP));
                // Time is what this is about.
                Thread.sleep(STEP_MILLIS);
                longestPause = Math.max(longestPause, System.nanoTime() - before);
            }
            body.write(client.readBytes(BYTES - body.size()));
            assertThat(body.toByteArray()).as("%s", cell).isEqualTo(BodiesTest.counting(BYTES));
            return true;
        } catch (IOException e) {
            if (TimeUnit.NANOSECONDS.toMillis(longestPause) > STEADY_MILLIS) {
                return false;
            }
            throw new AssertionError(cell + ": cut", e);
        }
    }
}
