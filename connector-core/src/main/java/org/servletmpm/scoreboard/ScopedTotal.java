package org.servletmpm.scoreboard;

/**
 * Holds one total for the three scopes that mod_status shows. Immutable.
 *
 * @param connection since the worker took the connection it serves
 * @param child since the child was started
 * @param slot since the server was started, over all children the slot has had
 */
public record ScopedTotal(long connection, long child, long slot) {}
