package org.servletmpm.life;

/**
 * Says how a child has ended that was to go on.
 *
 * @param served whether it had begun to serve
 * @param description for the log and for who waits for it, such as an exit code and last lines
 */
public record ChildDeath(boolean served, String description) {}
