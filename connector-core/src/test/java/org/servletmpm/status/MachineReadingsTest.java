package org.servletmpm.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineReadingsTest {
    @TempDir private Path proc;

    @Test
    void aProcessNameWithBlanksAndParenthesesShiftsNothing() throws IOException {
        Files.createDirectory(proc.resolve("self"));
        Files.writeString(
                proc.resolve("self/stat"),
                "12 (my (odd) name) S 1 12 12 0 -1 4194560 1 2 3 4 150 25 7 3 20 0 1 0\n");
        Files.writeString(proc.resolve("loadavg"), "0.52 0.20 0.08 1/234 5678\n");

        assertThat(MachineReadings.from(proc))
                .isEqualTo(
                        new MachineReadings(
                                new MachineReadings.Load(.52, .2, .08),
                                new MachineReadings.Cpu(1.5f, .25f),
                                new MachineReadings.Cpu(.07f, .03f)));
    }

    @Test
    void withoutProcTheLoadIsUnknownAndCpuTimeIsTheProcessTotal() {
        MachineReadings readings = MachineReadings.from(proc);
        assertThat(readings.load()).isEqualTo(new MachineReadings.Load(-1, -1, -1));
        assertThat(readings.cpu().user()).isPositive();
        assertThat(readings.cpu().system()).isZero();
    }

    @Test
    void theReleaseIsTheOneThatWasBuilt() {
        Release release = Release.load();
        assertThat(release.version()).matches("\\d+\\.\\d+.*");
        assertThat(release.built()).matches("\\d{4}-\\d\\d-\\d\\dT.*");
    }
}
