package org.servletmpm.it.process;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for whoever must be told one. It is outside the range from which the kernel takes the
 * ports of clients and of servers that leave the choice to it: nobody gets it by chance between now
 * and its use, or while a server that comes back on it is away.
 */
public final class FreePort {

    private static final int LOWEST = 10_000;

    /** Linux begins at 32768 unless it is told otherwise, the registry of ports at 49152. */
    private static final int BOUND = 32_000;

    private FreePort() {}

    /** Bound by nobody, on any address. */
    public static int get() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BOUND);
            try (ServerSocket probe = new ServerSocket(port)) {
                return probe.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
    }
}
