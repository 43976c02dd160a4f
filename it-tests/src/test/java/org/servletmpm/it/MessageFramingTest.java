package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** 100-continue, trailers and early responses keep their order with the body. */
class MessageFramingTest {

    private static final byte[] MEGABYTE = new byte[1 << 20];

    @EveryCell
    void aBodyWithExpectContinueIsWaitedFor(Server server) throws Exception {
        for (String path : List.of("/upload", "/trailers", "/nonblocking", "/latch", "/echo")) {
            try (RawConnection connection = server.connect()) {
                connection.send(
                        RawConnection.head(
                                "POST", path, "Content-Length: 5", "Expect: 100-continue"));
                assertThat(connection.read().status())
                        .as("%s %s", server.cell(), path)
                        .isEqualTo(100);
                assertThat(connection.send("12345").read().status())
                        .as("%s %s", server.cell(), path)
                        .isEqualTo(200);
                assertThat(connection.get("/hello").status())
                        .as("%s after %s", server.cell(), path)
                        .isEqualTo(200);
            }
        }
    }

    /** The client learns it instead of being asked for the body. */
    @EveryCell(over = Cell.Transport.PLAIN)
    void anUnwantedBodyGetsNo100Continue(Cell cell) throws Exception {
        // By default Tomcat asks before it knows.
        List<String> onRead =
                cell.container() == Cell.Container.TOMCAT
                        ? List.of("--connector", "continueResponseTiming=onRead")
                        : List.of();
        try (Server server = Server.start(cell, onRead);
                RawConnection connection = server.connect()) {
            connection.send(
                    RawConnection.head(
                            "POST",
                            "/early?status=413",
                            "Content-Length: 1000000",
                            "Expect: 100-continue"));
            assertThat(connection.read().status()).as("%s", cell).isEqualTo(413);
            assertThat(connection.awaitEnd()).as("%s", cell).isEqualTo(RawConnection.Ending.CLOSED);
        }
    }

    @EveryCell
    void trailersArriveBothWays(Server server) throws Exception {
        try (RawConnection connection = server.connect()) {
            for (int i = 0; i < 3; i++) {
                connection.send(
                        RawConnection.head(
                                "POST",
                                "/trailers",
                                "Transfer-Encoding: chunked",
                                "TE: trailers",
                                "Trailer: X-Demo"));
                connection.send("3\r\nabc\r\n");
                connection.send("0\r\nX-Demo: behind " + i + "\r\n\r\n");
                Response answer = connection.read();
                assertThat(answer.trailers())
                        .as("%s", server.cell())
                        .containsEntry("X-Length", "3")
                        .containsEntry("X-Echo-X-Demo", "behind " + i);
            }
        }
    }

    /** What is left of the body is not taken for a request. Jetty ends the connection instead. */
    @EveryCell(containers = Cell.Container.TOMCAT)
    void aResponseMayArriveBeforeTheBodyIsSent(Server server) throws Exception {
        try (RawConnection connection = server.connect();
                ClientThreads clientThreads = new ClientThreads()) {
            for (int i = 0; i < 3; i++) {
                var answer = clientThreads.start(connection::read);
                connection.send(
                        RawConnection.head(
                                "POST", "/early?status=403", "Content-Length: " + MEGABYTE.length));
                connection.send(MEGABYTE);
                Response early = answer.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS);
                assertThat(early.status()).as("%s", server.cell()).isEqualTo(403);
                assertThat(early.text()).as("%s", server.cell()).isEqualTo("early 403\n");
            }
        }
    }

    /** A client that is not listened to any more reads why, before its connection ends. */
    @EveryCell(over = Cell.Transport.PLAIN, containers = Cell.Container.TOMCAT)
    void aClientThatSendsMoreThanMaxSwallowSizeStillReadsTheResponse(Cell cell) throws Exception {
        try (Server server = Server.start(cell, List.of("--connector", "maxSwallowSize=65536"));
                ClientThreads clientThreads = new ClientThreads()) {
            for (int i = 0; i < 10; i++) {
                try (RawConnection connection = server.connect()) {
                    var answer = clientThreads.start(connection::read);
                    connection.send(
                            RawConnection.head(
                                    "POST",
                                    "/early?status=403",
                                    "Content-Length: " + MEGABYTE.length));
                    clientThreads.start(() -> connection.send(MEGABYTE));
                    Response early = answer.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS);
                    assertThat(early.status()).as("%s", cell).isEqualTo(403);
                    assertThat(early.text()).as("%s", cell).isEqualTo("early 403\n");
                    connection.awaitEnd();
                }
            }
        }
    }
}
