/**
 * Compares the models with the containers' own connectors and prints ratios of throughput, p99 and
 * processor time as Markdown. Run it with {@code it-tests/bench}; it fails no build. Measurements
 * of one figure are in packages below.
 */
package org.servletmpm.it.bench;
