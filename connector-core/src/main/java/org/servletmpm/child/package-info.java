/**
 * A child and its threads: the listener that accepts and watches, the workers that serve, the turn
 * to accept that goes round.
 */
package org.servletmpm.child;
