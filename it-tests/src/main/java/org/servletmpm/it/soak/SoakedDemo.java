package org.servletmpm.it.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.servletmpm.demo.Demo;

/**
 * The demo, and one command more on its standard input: {@code fill MILLIS} fills the heap, and
 * keeps it full for so long.
 */
final class SoakedDemo {

    private static final String FILL = "fill ";
    private static final int LARGEST = 1 << 21;

    /** What fills the heap, from the last to the first. */
    private static volatile Object[] filling;

    private SoakedDemo() {}

    public static void main(String[] arguments) throws Exception {
        InputStream commands = System.in;
        PipedOutputStream demos = new PipedOutputStream();
        System.setIn(new PipedInputStream(demos));
        Thread reader = new Thread(() -> read(commands, demos), "soak-commands");
        reader.setDaemon(true);
        reader.start();
        Demo.main(arguments);
    }

    private static void read(InputStream commands, PipedOutputStream demos) {
        try (BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(commands, StandardCharsets.UTF_8));
                Writer others = new OutputStreamWriter(demos, StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(FILL)) {
                    fill(Long.parseLong(line.substring(FILL.length())));
                    System.out.println("OK fill");
                } else {
                    others.write(line + "\n");
                    others.flush();
                }
            }
        } catch (IOException e) {
            System.err.println("ERROR no more commands: " + e);
        }
    }

    /** Takes whatever others leave, down to the last few bytes, and again and again. */
    private static void fill(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int size = LARGEST;
        while (System.nanoTime() - end < 0) {
            try {
                Object[] next = new Object[size];
                next[0] = filling;
                filling = next;
            } catch (OutOfMemoryError full) {
                // Each failure has cost a collection or two: not by halves.
                size = Math.max(size / 8, 2);
            }
        }
        filling = null;
    }
}
