/**
 * The status, and probes of readiness and life, on a port and in a thread that belong to no worker.
 * An engine opens and closes it, and is known here only by its address and a word for its readiness
 * and its life.
 */
package org.servletmpm.probe;
