package org.servletmpm.regulator;

/** Describes one thing that the regulator wants done. The parent does it, in the order given. */
public sealed interface Action {

    /**
     * Start a child.
     *
     * @param slot a free slot, from 0
     * @param reason the figures that called for it, for the log
     */
    record Start(int slot, String reason) implements Action {}

    /**
     * Ask a child to finish what it has and leave (httpd's graceful stop of one child).
     *
     * @param slot the child's, from 0
     * @param reason the figures that called for it, for the log
     */
    record Retire(int slot, String reason) implements Action {}

    /**
     * Tell the operator.
     *
     * @param level WARNING where a limit keeps clients waiting, INFO otherwise
     * @param message names the directives to change
     */
    record Report(System.Logger.Level level, String message) implements Action {}
}
