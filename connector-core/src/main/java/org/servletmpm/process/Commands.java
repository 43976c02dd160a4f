package org.servletmpm.process;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.servletmpm.directive.Spelling;
import org.servletmpm.inherit.Message;

/**
 * Answers an operator's commands by a table. A command is a line, {@code VERB key=value ...}; its
 * answer begins with OK, or with ERROR and the reason. Any thread.
 */
final class Commands implements UnaryOperator<String> {

    /** Does what one verb says. Any thread; it may take as long as a rolling restart does. */
    @FunctionalInterface
    interface Command {

        /**
         * @return what has been done, a line or more
         * @throws IllegalArgumentException when a value cannot be used; the message says what can
         * @throws IllegalStateException when it cannot be done now
         * @throws CompletionException of one of these
         */
        String perform(Message request);
    }

    private final Map<String, Command> table = new TreeMap<>();

    /** Adds a verb to the table, before the first command comes. */
    Commands with(String verb, Command command) {
        table.put(verb, command);
        return this;
    }

    @Override
    public String apply(String line) {
        try {
            Message request = Message.parse(line);
            Command command = table.get(request.verb());
            if (command == null) {
                throw new IllegalArgumentException(
                        "is no command, did you mean "
                                + Spelling.nearest(request.verb(), table.keySet())
                                + "? There are "
                                + String.join(", ", table.keySet()));
            }
            return "OK " + command.perform(request);
        } catch (CompletionException e) {
            return error(line, e.getCause());
        } catch (IllegalArgumentException | IllegalStateException e) {
            return error(line, e);
        } catch (Throwable t) {
            // A fault of ours, or no memory: whoever asked waits for a line.
            return "ERROR " + line + ": " + t;
        }
    }

    private static String error(String line, Throwable cause) {
        return "ERROR " + line + ": " + cause.getMessage();
    }

    /**
     * @return a number of the request
     * @throws IllegalArgumentException when there is none
     */
    static int number(Message request, String key) {
        return request.number(key)
                .map(Long::intValue)
                .orElseThrow(
                        () -> new IllegalArgumentException(key + "=NUMBER is what it has to say"));
    }

    /**
     * @return whether whoever asks waits for the end
     */
    static boolean waits(Message request) {
        return !"false".equals(request.text("wait"));
    }
}
