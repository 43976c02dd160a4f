/**
 * The status, and probes of readiness and liveness, on a port and in a thread of their own: they
 * answer also when no worker is free. An engine opens and closes the port, and is known here only
 * as {@link org.servletmpm.probe.ProbedEngine}.
 */
package org.servletmpm.probe;
