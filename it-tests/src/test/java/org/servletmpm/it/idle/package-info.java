/**
 * What a connection costs that waits for its next request: a measurement that never fails a build;
 * see {@code it-tests/idle-memory}.
 */
package org.servletmpm.it.idle;
