package org.servletmpm.demo;

import java.util.Arrays;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Log records as an operator of this demo reads them: level, origin and message on one line. */
final class OneLineLog extends Formatter {
    @Override
    public String format(LogRecord record) {
        String origin = record.getLoggerName() == null ? "" : record.getLoggerName();
        String level = record.getLevel().intValue() >= Level.SEVERE.intValue() ? "ERROR" : "WARN";
        String line = level + " " + origin.substring(origin.lastIndexOf('.') + 1) + ": ";
        line += oneLine(formatMessage(record));
        if (record.getThrown() != null) {
            line += ": " + describe(record.getThrown());
        }
        return line + System.lineSeparator();
    }

    /** The JVM's whole log: warnings and errors, on standard error. Only a main method may. */
    static void toStandardError() {
        Logger root = Logger.getLogger("");
        Arrays.stream(root.getHandlers()).forEach(root::removeHandler);
        Handler console = new ConsoleHandler();
        console.setFormatter(new OneLineLog());
        console.setLevel(Level.WARNING);
        root.addHandler(console);
        root.setLevel(Level.WARNING);
    }

    /** The failure and, where it says more, what caused it first. */
    static String describe(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String line = oneLine(thrown.toString());
        return root == thrown ? line : line + ", caused by " + oneLine(root.toString());
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
