/**
 * Who waits for a connection's next event, and how: in the thread that is bound to it, or at the
 * child's listener.
 */
package org.servletmpm.waiting;
