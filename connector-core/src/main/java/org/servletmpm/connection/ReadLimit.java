package org.servletmpm.connection;

/**
 * Limits the time that a client may take for one part of a request.
 *
 * @param millis granted in any case, at least 1
 * @param mostMillis what it may become by {@code minRate}, {@link Interest#NEVER} for no end
 * @param minRate for so many bytes received there is one second more; 0 for none
 */
public record ReadLimit(long millis, long mostMillis, int minRate) {}
