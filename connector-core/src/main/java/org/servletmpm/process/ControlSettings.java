package org.servletmpm.process;

import java.nio.file.Path;
import java.util.List;
import org.servletmpm.directive.Directives;

/**
 * What an operator has decided about a control. Immutable.
 *
 * @param directives of the control and its children; Listen is among them
 * @param command the program that each child runs, and its arguments
 * @param directory that children run in
 * @param run a directory of this control's alone, for its sockets and files; absolute
 * @param snapshot files and directories that each generation has its own copy of, beside those that
 *     the command of a {@code java} names
 */
public record ControlSettings(
        Directives directives,
        List<String> command,
        Path directory,
        Path run,
        List<Path> snapshot) {}
