package org.servletmpm.it.bench.idle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.process.DemoProcess;

/**
 * Connections to a server in a JVM of its own that have each had one answer and wait for their next
 * request.
 *
 * @param arguments the demo's
 * @param path what each one has asked for
 */
record IdleConnections(List<String> arguments, String path, int number) {

    /** That come and go before, so that classes, pools and caches are there already. */
    private static final int MOST_EARLIER = 200;

    /** How long each of them is idle at the least: what is kept while requests come goes then. */
    private static final int IDLE_SECONDS = 3;

    /** What of the server's heap is alive with them, and was not before. */
    Histogram heap(Path demo) throws IOException, InterruptedException {
        try (DemoProcess server = DemoProcess.start(demo, List.of("-Xmx1g"), arguments)) {
            int port = server.awaitReady();
            close(open(port, Math.min(number, MOST_EARLIER)));
            Histogram before = histogram(server.pid());
            List<RawConnection> open = open(port, number);
            try {
                TimeUnit.SECONDS.sleep(IDLE_SECONDS);
                return histogram(server.pid()).minus(before);
            } finally {
                close(open);
            }
        }
    }

    private List<RawConnection> open(int port, int count) throws IOException {
        List<RawConnection> open = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            RawConnection connection = RawConnection.open(port, arguments.contains("--tls"));
            open.add(connection);
            Response answer = connection.get(path);
            if (answer.status() != 200) {
                throw new IOException("connection " + i + " was answered " + answer);
            }
        }
        return open;
    }

    private static void close(List<RawConnection> open) throws IOException {
        for (RawConnection connection : open) {
            connection.close();
        }
    }

    /** The collection that finds what is dead may also find what refers to it, and so the next. */
    private static Histogram histogram(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        return Histogram.parse(jcmd(pid, "GC.class_histogram"));
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process =
                new ProcessBuilder(jcmd.toString(), String.valueOf(pid), command)
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + output);
        }
        return output;
    }
}
