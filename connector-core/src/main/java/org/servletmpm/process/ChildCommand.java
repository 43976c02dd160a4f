package org.servletmpm.process;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.servletmpm.directive.Model;
import org.servletmpm.inherit.Environment;

/**
 * Starts a program as a child: with the listening socket as its standard input, the control's own
 * output, and what it needs to know in its environment. Immutable.
 *
 * @param command the program and its arguments
 * @param directory that it runs in
 * @param model of all children
 * @param control the socket that a child speaks to
 * @param scoreboard the scoreboard's file
 * @param directives the file of the control's directives
 */
record ChildCommand(
        List<String> command,
        Path directory,
        Model model,
        Path control,
        Path scoreboard,
        Path directives) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 16;

    /**
     * @return what only this control and one child know
     */
    static String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    /**
     * @param heard whether its output goes to the control, which passes it on
     * @throws IOException when there is no such program, or no process for it
     */
    Process start(int slot, int generation, String token, boolean heard) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
        if (!heard) {
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        }
        Map<String, String> environment = builder.environment();
        put(environment, Environment.MPM_SLOT, slot);
        put(environment, Environment.MPM_GENERATION, generation);
        put(environment, Environment.MPM_TOKEN, token);
        put(environment, Environment.MPM_CONTROL, control);
        put(environment, Environment.MPM_SCOREBOARD, scoreboard);
        put(environment, Environment.MPM_MODEL, model);
        put(environment, Environment.MPM_DIRECTIVES, directives);
        return builder.start();
    }

    private static void put(Map<String, String> environment, Environment variable, Object value) {
        environment.put(variable.name(), value.toString());
    }
}
