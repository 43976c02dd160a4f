package org.servletmpm.scoreboard;

/**
 * Names the server that a scoreboard belongs to, for a reader in another process. Immutable.
 *
 * @param serverInfo the container and its version, such as {@code Apache Tomcat/11.0.24}; empty
 *     while the engine has not said so yet; 64 characters are kept
 * @param port where it listens, 0 if that is no TCP port or not known yet
 * @param pid the process that keeps the scoreboard
 */
public record ServerIdentity(String serverInfo, int port, long pid) {}
