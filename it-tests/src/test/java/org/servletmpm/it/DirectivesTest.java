package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/** Socket directives, seen from the kernel. MaxRequestWorkers is in {@link AdmissionTest}. */
class DirectivesTest {

    private static final Pattern BUFFERS = Pattern.compile("rb(\\d+),t\\d+,tb(\\d+)");

    @EveryCell(over = Cell.Transport.PLAIN)
    void listenBacklogIsTheListeningSocketsSendQ(Cell cell) throws Exception {
        try (Server server = Server.withDirectives(cell, "ListenBacklog=37")) {
            List<String> listening = Kernel.ss("-ltn", "sport = :" + server.port());
            assertThat(listening).as("%s", cell).hasSize(1);
            assertThat(listening.get(0).split("\\s+")[2]).as("%s Send-Q", cell).isEqualTo("37");
        }
    }

    /** Linux doubles what it is asked for, to have room for its own bookkeeping. */
    @EveryCell(over = Cell.Transport.PLAIN)
    void bufferSizesAreThoseOfAcceptedSockets(Cell cell) throws Exception {
        try (Server server =
                        Server.withDirectives(
                                cell, "SendBufferSize=20480", "ReceiveBufferSize=10240");
                RawConnection connection = server.connect()) {
            assertThat(connection.get("/hello").status()).as("%s", cell).isEqualTo(200);
            List<String> accepted =
                    Kernel.ss(
                            "-tnmO",
                            "state",
                            "established",
                            "sport = :"
                                    + server.port()
                                    + " and dport = :"
                                    + connection.localPort());
            assertThat(accepted).as("%s", cell).hasSize(1);
            Matcher buffers = BUFFERS.matcher(accepted.get(0));
            assertThat(buffers.find()).as("%s: %s", cell, accepted.get(0)).isTrue();
            assertThat(buffers.group(2)).as("%s SO_SNDBUF", cell).isEqualTo("40960");
            if (!Cell.stock()) {
                assertThat(buffers.group(1)).as("%s SO_RCVBUF", cell).isEqualTo("20480");
            }
        }
    }
}
