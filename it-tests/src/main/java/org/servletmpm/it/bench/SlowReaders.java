package org.servletmpm.it.bench;

import java.io.IOException;
import org.servletmpm.it.bench.slow.SlowClientThread;

/** Clients that each take ten seconds for a megabyte, again and again. */
record SlowReaders(SlowClientThread readers) implements BackgroundClients.Running {

    static SlowReaders open(int port, int number) {
        return new SlowReaders(SlowClientThread.readers(number, port));
    }

    @Override
    public void check() throws IOException {
        if (readers.received() == 0) {
            throw new IOException("the slow readers were sent nothing");
        }
    }

    @Override
    public void close() {
        readers.close();
    }
}
