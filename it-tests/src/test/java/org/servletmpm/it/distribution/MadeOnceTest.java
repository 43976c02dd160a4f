package org.servletmpm.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeOnceTest {

    private static final int JVMS = 4;

    @TempDir private Path directory;

    /** Makes a directory of two files, slower than the JVMs start, and says what it sees. */
    static final class Fork {

        private Fork() {}

        public static void main(String[] args) throws Exception {
            Path made =
                    MadeOnce.get(
                            Path.of(args[0]),
                            empty -> {
                                System.out.print("made ");
                                Path whole = Files.createDirectory(empty.resolve("whole"));
                                Files.createFile(whole.resolve("first"));
                                Thread.sleep(300);
                                Files.createFile(whole.resolve("last"));
                                return whole;
                            });
            System.out.print(Files.exists(made.resolve("last")) ? "whole" : "half");
        }
    }

    private static Process fork(Path made) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-ea",
                        "-cp",
                        Path.of(
                                        MadeOnce.class
                                                .getProtectionDomain()
                                                .getCodeSource()
                                                .getLocation()
                                                .toURI())
                                .toString(),
                        Fork.class.getName(),
                        made.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static List<String> said(List<Process> forks) throws Exception {
        List<String> all = new ArrayList<>();
        for (Process each : forks) {
            all.add(new String(each.getInputStream().readAllBytes()));
        }
        return all;
    }

    @Test
    void oneOfSeveralJvmsMakesADirectoryAndAllSeeItComplete() throws Exception {
        Path made = directory.resolve("made");
        List<Process> forks = new ArrayList<>();
        for (int i = 0; i < JVMS; i++) {
            forks.add(fork(made));
        }
        assertThat(said(forks))
                .containsOnlyOnce("made whole")
                .filteredOn("whole"::equals)
                .hasSize(JVMS - 1);
    }

    @Test
    void aKilledJvmDoesNotBlockTheNextOne() throws Exception {
        Path made = directory.resolve("made");
        Process killed = fork(made);
        assertThat(killed.getInputStream().readNBytes(4)).isEqualTo("made".getBytes());
        killed.destroyForcibly().waitFor();

        assertThat(said(List.of(fork(made)))).containsExactly("made whole");
        assertThat(directory.resolve("made.unfinished")).doesNotExist();
    }
}
