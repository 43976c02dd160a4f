package org.servletmpm.it.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The server of {@code floor.c}: what the kernel takes for a request when nothing is parsed, on one
 * thread.
 */
final class EpollFloor {

    private EpollFloor() {}

    /**
     * @throws IOException with what the compiler said if it makes no program, or with what is
     *     missing if there is no compiler
     */
    static Server start() throws IOException, InterruptedException {
        if (!Program.isInstalled("cc")) {
            throw new IOException("no cc (Debian: apt-get install gcc libc6-dev)");
        }
        Path source = Path.of(URI.create(EpollFloor.class.getResource("floor.c").toString()));
        Path program = Files.createTempDirectory("floor").resolve("floor");
        String said =
                Program.output(List.of("cc", "-O2", "-o", program.toString(), source.toString()));
        if (!Files.isExecutable(program)) {
            Files.delete(program.getParent());
            throw new IOException("cc: " + said.strip());
        }
        Process process = new ProcessBuilder(program.toString()).start();
        // It has begun, and needs the file no longer.
        String port = process.inputReader().readLine();
        Files.delete(program);
        Files.delete(program.getParent());
        if (port == null) {
            throw new IOException(
                    "floor.c: " + String.join(" / ", process.errorReader().lines().toList()));
        }
        return new Server(process.pid(), Integer.parseInt(port), process::destroy);
    }
}
