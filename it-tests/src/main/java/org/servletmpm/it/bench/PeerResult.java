package org.servletmpm.it.bench;

/** One of several servers that were loaded in turns. */
record PeerResult(String server, Case what, Spread requestsPerSecond, Spread p99Millis) {}
