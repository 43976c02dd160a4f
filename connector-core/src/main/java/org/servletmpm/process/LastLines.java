package org.servletmpm.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Passes on what a child writes, to the same output, and remembers its last lines. Two threads of
 * its own write; any thread asks.
 */
final class LastLines {

    private static final int MOST = 20;

    /** Characters of a line that are remembered. */
    static final int LONGEST = 2_000;

    private static final int CHUNK = 4_096;

    private final Deque<String> lines = new ArrayDeque<>();

    /** Remembers nothing of a child that nobody listens to. */
    static LastLines none() {
        return new LastLines();
    }

    private LastLines() {}

    static LastLines of(Process process, String name) {
        LastLines last = new LastLines();
        last.start(process.inputReader(), System.out, name + "-stdout");
        last.start(process.errorReader(), System.err, name + "-stderr");
        return last;
    }

    private void start(BufferedReader output, PrintStream to, String name) {
        Thread thread = new Thread(() -> read(output, to), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void read(BufferedReader output, PrintStream to) {
        char[] chunk = new char[CHUNK];
        StringBuilder line = new StringBuilder(LONGEST);
        for (boolean goesOn = true; goesOn; ) {
            try {
                goesOn = pass(output.read(chunk), chunk, line, to);
            } catch (IOException e) {
                // The child has ended.
                return;
            } catch (Throwable t) {
                // Without memory, such as: a child whose output nobody reads would stand still.
                continue;
            }
        }
    }

    /**
     * @param read how much of the chunk there is; negative at the end
     * @param line what is there of the last line
     */
    private boolean pass(int read, char[] chunk, StringBuilder line, PrintStream to) {
        if (read < 0) {
            if (line.length() > 0) {
                add(line.toString());
            }
            return false;
        }
        to.print(String.valueOf(chunk, 0, read));
        to.flush();
        for (int at = 0; at < read; at++) {
            add(line, chunk[at]);
        }
        return true;
    }

    private void add(StringBuilder line, char next) {
        if (next == '\n') {
            add(line.toString());
            line.setLength(0);
        } else if (line.length() < LONGEST) {
            line.append(next);
        }
    }

    private synchronized void add(String line) {
        if (lines.size() == MOST) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    /**
     * @return the last twenty, the oldest first
     */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
