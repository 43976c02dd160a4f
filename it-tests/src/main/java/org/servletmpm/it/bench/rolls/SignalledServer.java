package org.servletmpm.it.bench.rolls;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Somebody else's server, which replaces its processes when it gets a signal. */
final class SignalledServer implements RolledServer {

    /** Nobody says when it is done. */
    private static final int PAUSE_SECONDS = 4;

    private final int port;
    private final long pid;
    private final String signal;
    private final AutoCloseable process;

    /**
     * @param pid of the process that gets the signal
     * @param signal such as {@code HUP}
     * @param process that is closed at the end
     */
    SignalledServer(int port, long pid, String signal, AutoCloseable process) {
        this.port = port;
        this.pid = pid;
        this.signal = signal;
        this.process = process;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String path() {
        return "/hello";
    }

    @Override
    public void roll() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
    }

    @Override
    public void close() throws IOException {
        try {
            process.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
