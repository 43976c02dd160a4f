/**
 * What a connector holds: one engine starts children for one listening socket, stops them, and is
 * known to JMX.
 */
package org.servletmpm.engine;
