/**
 * Measures a normal client beside slow ones, in event and with the container's own connector. Run
 * it with {@code it-tests/slow-clients}.
 */
package org.servletmpm.it.bench.slow;
