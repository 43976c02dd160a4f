package org.servletmpm.process;

import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/** Carries out an operator's commands. Any thread; a command returns when it is done. */
final class Commands implements UnaryOperator<String> {

    private final Control control;

    Commands(Control control) {
        this.control = control;
    }

    @Override
    public String apply(String command) {
        try {
            return switch (command) {
                case "status" -> "OK\n" + control.status();
                case "graceful" -> {
                    control.graceful().join();
                    yield "OK the new generation serves, and every old child has been told to leave";
                }
                case "graceful-stop" -> {
                    control.drain();
                    yield "OK the stop has begun";
                }
                case "stop" -> {
                    control.stop();
                    yield "OK the children are being ended";
                }
                default ->
                        "ERROR "
                                + command
                                + ": allowed are status, graceful, graceful-stop and stop";
            };
        } catch (CompletionException e) {
            return "ERROR " + command + ": " + e.getCause().getMessage();
        } catch (IllegalStateException e) {
            return "ERROR " + command + ": " + e.getMessage();
        }
    }
}
