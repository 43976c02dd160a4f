package org.servletmpm.it.bench;

/**
 * One of several servers that were loaded in turns.
 *
 * @param cpuMicros the server's processor time for each request
 */
record PeerResult(
        String server, Case what, Spread requestsPerSecond, Spread p99Millis, Spread cpuMicros) {}
