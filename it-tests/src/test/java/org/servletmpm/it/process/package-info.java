/**
 * The demo's jar and the containers' own distributions as processes of their own, for scenarios
 * about processes, for the samples and for the benchmark.
 */
package org.servletmpm.it.process;
