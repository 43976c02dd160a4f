/**
 * Waiting for a connection's next event: in the thread that is bound to it, or at its child's
 * listener, with the deadlines of all that wait there.
 */
package org.servletmpm.waiting;
