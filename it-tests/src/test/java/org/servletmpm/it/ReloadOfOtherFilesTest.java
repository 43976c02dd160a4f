package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;

/** A reload tells nothing of files that are no configuration, and does not block. */
@Timeout(60)
class ReloadOfOtherFilesTest {

    private static final Path MKFIFO = Path.of("/usr/bin/mkfifo");

    @TempDir private Path folder;

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void theirContentIsNotToldAndTheReloadDoesNotBlock(Cell cell) throws Exception {
        assumeTrue(Files.isExecutable(MKFIFO), "no mkfifo");
        try (Server server = Server.withDirectives(cell)) {
            reload(server);
            server.control("graceful");
            assertThat(server.get("/hello").status()).as("%s", cell).isEqualTo(200);
        }
    }

    private void reload(Server server) throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder(MKFIFO.toString(), pipe.toString()).start().waitFor())
                .isZero();
        Path secret = Files.writeString(folder.resolve("shadow"), "root:hidden\n".repeat(1000));
        Path large = Files.writeString(folder.resolve("large"), "hidden\n".repeat(200_000));
        for (Path file : List.of(secret, large, pipe, Path.of("/dev/zero"))) {
            Throwable refused = catchThrowable(() -> server.figures().reload(file.toString()));
            assertThat(refused)
                    .as("%s: JMX, %s", server.cell(), file)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(refused.getMessage())
                    .as("%s: JMX, %s", server.cell(), file)
                    .contains(file.toString())
                    .doesNotContain("hidden")
                    .hasSizeLessThan(10_000);
            assertThat(server.answerTo("restart " + file))
                    .as("%s: --control, %s", server.cell(), file)
                    .startsWith("ERROR restart " + file + ": ")
                    .doesNotContain("hidden")
                    .endsWith("; nothing has changed")
                    .hasSizeLessThan(10_000);
        }
    }
}
