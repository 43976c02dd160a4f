package org.servletmpm.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.servletmpm.inherit.ClassArchive;
import org.servletmpm.inherit.Environment;

/**
 * Says what one child does with the archive of its program's classes. Immutable.
 *
 * @param role what it does
 * @param form of the archive
 * @param file the archive
 */
record ChildArchive(Role role, ClassArchive form, Path file) {

    /** Of a child that has nothing to do with one. */
    static final ChildArchive NONE = new ChildArchive(Role.NONE, ClassArchive.CDS, Path.of(""));

    /** Says what a child does with its archive. */
    enum Role {
        /** Nothing. */
        NONE,
        /** It starts from it. */
        USES,
        /** It makes it, before it is ready. */
        MAKES
    }

    /**
     * @return the program as this child is to run it
     */
    Program in(Program program) {
        return switch (role) {
            case NONE -> program;
            case USES -> with(program, form.using(file), Map.of());
            case MAKES ->
                    with(
                            program,
                            form.recording(file),
                            Map.of(Environment.MPM_ARCHIVE.name(), file.toString()));
        };
    }

    private static Program with(
            Program program, List<String> options, Map<String, String> variables) {
        List<String> command = new ArrayList<>(program.command());
        command.addAll(ProgramFiles.java(command) + 1, options);
        Map<String, String> environment = new HashMap<>(program.environment());
        environment.putAll(variables);
        return new Program(
                program.snapshot(), command, program.directory(), environment, program.archive());
    }

    /**
     * Looks what has come of it, when the child is ready.
     *
     * @param pid of the child
     * @return used, made or none
     */
    String seen(long pid) {
        return switch (role) {
            case NONE -> "none";
            case USES -> isMapped(pid) ? "used" : "none";
            case MAKES -> Files.exists(file) ? "made" : "none";
        };
    }

    private boolean isMapped(long pid) {
        try (Stream<String> maps = Files.lines(Path.of("/proc", Long.toString(pid), "maps"))) {
            return maps.anyMatch(line -> line.endsWith(file.toString()));
        } catch (IOException e) {
            return false;
        }
    }
}
