package org.servletmpm.connection;

/**
 * Says how a request is refused that has waited too long for a worker: with status 503 (RFC 9110,
 * section 15.6.4). Immutable.
 *
 * @param retryAfter seconds for the field Retry-After (section 10.2.3); 0 for none
 */
public record Refusal(int retryAfter) {}
