package org.servletmpm.demo;

import java.io.IOException;
import java.util.Arrays;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.Collectors;
import org.servletmpm.directive.Finding;

/** Log records as an operator of this demo reads them: level, origin and message on one line. */
final class OneLineLog extends Formatter {

    private static final int FRAMES = 4;

    @Override
    public String format(LogRecord record) {
        String origin = record.getLoggerName() == null ? "" : record.getLoggerName();
        String level = record.getLevel().intValue() >= Level.SEVERE.intValue() ? "ERROR" : "WARN";
        String line = level + " " + origin.substring(origin.lastIndexOf('.') + 1) + ": ";
        line += oneLine(formatMessage(record));
        if (record.getThrown() != null) {
            line += ": " + describe(record.getThrown()) + where(record.getThrown());
        }
        return line + System.lineSeparator();
    }

    /** The JVM's whole log: warnings and errors, on standard error. Only a main method may. */
    static void toStandardError() {
        Logger root = Logger.getLogger("");
        Arrays.stream(root.getHandlers()).forEach(root::removeHandler);
        root.addHandler(new StandardError());
        root.setLevel(Level.WARNING);
    }

    /** Not a ConsoleHandler: Tomcat's logging gives those a formatter of its own. */
    private static final class StandardError extends StreamHandler {
        StandardError() {
            super(System.err, new OneLineLog());
            setLevel(Level.WARNING);
            // What the configuration check found is printed as it was found, with its origin.
            String checked = Finding.class.getPackageName();
            setFilter(record -> !checked.equals(record.getLoggerName()));
        }

        @Override
        public synchronized void publish(LogRecord record) {
            super.publish(record);
            flush();
        }
    }

    /** The failure and, where it says more, what caused it first. */
    static String describe(Throwable thrown) {
        Throwable root = root(thrown);
        String line = oneLine(thrown.toString());
        return root == thrown ? line : line + ", caused by " + oneLine(root.toString());
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** A fault in somebody's code is looked for where it happened; a client that left is none. */
    private static String where(Throwable thrown) {
        Throwable root = root(thrown);
        if (root instanceof IOException) {
            return "";
        }
        return Arrays.stream(root.getStackTrace())
                .limit(FRAMES)
                .map(frame -> " at " + frame)
                .collect(Collectors.joining());
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
