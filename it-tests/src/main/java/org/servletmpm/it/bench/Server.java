package org.servletmpm.it.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.servletmpm.it.process.DemoProcess;

/** A server in a process of its own, on a port of the loopback address. */
record Server(long pid, int port, Ending ending) implements AutoCloseable {

    /** Takes the server's process away. */
    interface Ending {
        void end() throws IOException;
    }

    /** Returns when it serves. */
    static Server of(DemoProcess process) throws IOException {
        try {
            return new Server(process.pid(), process.awaitReady(), process::close);
        } catch (IOException | IllegalStateException e) {
            process.close();
            throw e;
        }
    }

    Sample run(Load load, int seconds) throws IOException, InterruptedException {
        Duration before = cpu();
        Run run = load.run(port, seconds);
        return new Sample(run, cpu().minus(before));
    }

    /** User and system time of its process, and of the children that live. */
    private Duration cpu() {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(process -> process.info().totalCpuDuration())
                .flatMap(Optional::stream)
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() throws IOException {
        ending.end();
    }
}
