/**
 * The facade that a connector holds: an engine starts children for one listening socket and stops
 * them. It carries out in this JVM what the room life decides, and shows itself in log, JMX and
 * status.
 */
package org.servletmpm.engine;
