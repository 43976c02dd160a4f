/**
 * Counts the requests that a stop costs, with a model and with the container's own connector. Run
 * it with {@code it-tests/stop-loss}.
 */
package org.servletmpm.it.bench.stop;
