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
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                to.println(line);
                add(line);
            }
        } catch (IOException e) {
            // The child has ended.
            return;
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
