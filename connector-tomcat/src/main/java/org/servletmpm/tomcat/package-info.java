/**
 * Adapts Tomcat to the engine: the protocol that server.xml names, its endpoint, and a socket
 * wrapper that drives Tomcat's HTTP processor.
 */
package org.servletmpm.tomcat;
