/**
 * Counts the requests that rolling restarts and deploys of children as processes cost, beside other
 * servers. Run it with {@code it-tests/processes}.
 */
package org.servletmpm.it.bench.rolls;
