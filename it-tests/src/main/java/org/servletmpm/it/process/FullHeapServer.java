package org.servletmpm.it.process;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import org.servletmpm.demo.DemoServer;

/**
 * The demo, whose heap can be filled to the brim: {@code fill MILLIS} on standard input is answered
 * when it is empty again, everything else as {@code --control} does.
 */
public final class FullHeapServer {

    private FullHeapServer() {}

    public static void main(String... arguments) throws Exception {
        DemoServer server = DemoServer.start(arguments);
        System.out.println(server.readyLine());
        BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            if (line.startsWith("fill ")) {
                fill(Long.parseLong(line.substring("fill ".length())));
                System.out.println("OK " + line);
            } else {
                System.out.println(server.control(line));
            }
        }
    }

    /** Down to the smallest hole, and again what others give back meanwhile. */
    private static void fill(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        Object[] all = new Object[1];
        int size = 1 << 16;
        while (System.nanoTime() < end) {
            try {
                Object[] more = new Object[size];
                more[0] = all;
                all = more;
            } catch (OutOfMemoryError full) {
                size = Math.max(size / 2, 1);
            }
        }
    }
}
