package org.servletmpm.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what the children of one generation run. Immutable.
 *
 * @param snapshot the number of the copy that its files are of; 0 when nothing is copied
 * @param command the program and its arguments
 * @param directory that it runs in
 * @param environment variables that differ from the control's own
 * @param archive the directory for an archive of its classes; empty when nothing is copied
 */
record Program(
        int snapshot,
        List<String> command,
        Path directory,
        Map<String, String> environment,
        Optional<Path> archive) {}
