/**
 * The accept path of a child: one acceptor with a driver for each kind of thread that it may run
 * in, the mutex that says which child watches the listening socket, and what limits the
 * connections.
 */
package org.servletmpm.accept;
