package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel says of the listening socket, by its tables as proc(5) has them. */
class ListenQueueTest {

    private static final String HEADING =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid "
                    + " timeout inode\n";
    private static final String OTHER =
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000063 00:00000000 00000000     0     "
                    + "   0 111 1 0000000000000000 100 0 0 10 0\n";
    private static final String OURS =
            "   1: 00000000000000000000000000000000:1F91 00000000000000000000000000000000:0000 0A"
                    + " 00000000:0000001F 00:00000000 00000000     0        0 4711 1"
                    + " 0000000000000000 100 0 0 10 0\n";

    @TempDir private Path proc;

    @BeforeEach
    void tables() throws IOException {
        Files.createDirectories(proc.resolve("self/net"));
        Files.createDirectories(proc.resolve("self/fd"));
        Files.writeString(proc.resolve("self/net/tcp"), HEADING + OTHER);
        Files.writeString(proc.resolve("self/net/tcp6"), HEADING + OURS);
    }

    private void standardInput(String what) throws IOException {
        Files.createSymbolicLink(proc.resolve("self/fd/0"), Path.of(what));
    }

    @Test
    void itIsTheReceiveQueueOfTheSocketThatIsStandardInput() throws IOException {
        standardInput("socket:[4711]");

        assertThat(new ListenQueue(proc).length()).isEqualTo(31);
    }

    @Test
    void itIsNotKnownOfAnythingElse() throws IOException {
        standardInput("/dev/null");

        assertThat(new ListenQueue(proc).length()).isEqualTo(-1);
        assertThat(new ListenQueue(proc.resolve("nowhere")).length()).isEqualTo(-1);
    }
}
