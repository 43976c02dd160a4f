package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;

/** One file, one connector; the demo as a process is in {@link DemoProcessTest}. */
class ScoreBoardFileTest {

    @TempDir private Path directory;

    @EveryCell(over = Cell.Transport.PLAIN, models = Cell.Model.EVENT, holdsForStock = false)
    void aSecondConnectorIsRefusedTheFileUntilTheFirstHasStopped(Cell cell) throws Exception {
        Path file = directory.resolve("scoreboard");
        String directive = "ScoreBoardFile=" + file;
        try (Server first = Server.withDirectives(cell, directive)) {
            assertThatThrownBy(() -> Server.withDirectives(cell, directive))
                    .as("%s", cell)
                    .hasStackTraceContaining("ScoreBoardFile " + file)
                    .hasStackTraceContaining("another connector of this process")
                    .hasStackTraceContaining("give each connector a file of its own");
            first.assertServes();
        }
        assertThat(file).as("%s: goes with its server", cell).doesNotExist();
        try (Server next = Server.withDirectives(cell, directive)) {
            next.assertServes();
        }
    }
}
