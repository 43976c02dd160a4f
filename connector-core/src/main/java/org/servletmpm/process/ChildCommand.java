package org.servletmpm.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.servletmpm.directive.Directives;
import org.servletmpm.inherit.Environment;

/**
 * Starts a program as a child: with the listening socket as its standard input, the control's own
 * output, and what it needs to know in its environment. The parent's thread.
 *
 * @param directives of all children
 * @param control the socket that a child speaks to
 * @param scoreboard the scoreboard's file
 * @param configuration the file of the control's directives
 * @param archives of the classes of programs
 */
record ChildCommand(
        Directives directives,
        Path control,
        Path scoreboard,
        Path configuration,
        SharedArchives archives) {

    /**
     * @param heard whether its output goes to the control, which passes it on
     * @throws IOException when there is no such program, or no process for it
     */
    Process start(Program of, int slot, int generation, ChildStart start, boolean heard)
            throws IOException {
        Program program = start.archive().in(of);
        ProcessBuilder builder =
                new ProcessBuilder(program.command()).directory(program.directory().toFile());
        builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
        if (!heard) {
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        }
        Map<String, String> environment = builder.environment();
        environment.putAll(program.environment());
        put(environment, Environment.MPM_SLOT, slot);
        put(environment, Environment.MPM_GENERATION, generation);
        put(environment, Environment.MPM_TOKEN, start.token());
        put(environment, Environment.MPM_CONTROL, control);
        put(environment, Environment.MPM_SCOREBOARD, scoreboard);
        put(environment, Environment.MPM_SERVER_LIMIT, directives.serverLimit());
        put(environment, Environment.MPM_THREAD_LIMIT, directives.threadLimit());
        put(environment, Environment.MPM_MODEL, directives.model());
        put(environment, Environment.MPM_DIRECTIVES, configuration);
        return builder.start();
    }

    private static void put(Map<String, String> environment, Environment variable, Object value) {
        environment.put(variable.name(), value.toString());
    }
}
