package org.servletmpm.it.bench;

import java.util.List;

/**
 * What one run of a load generator found.
 *
 * @param p99Millis what 99 of 100 answers did not exceed
 * @param requests that were answered
 * @param errors what else it says: answers that are none, connections that broke
 */
record Run(double requestsPerSecond, double p99Millis, long requests, List<String> errors) {}
