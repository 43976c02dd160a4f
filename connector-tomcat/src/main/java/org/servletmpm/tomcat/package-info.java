/**
 * The protocol named in server.xml: its endpoint and its socket wrapper drive Tomcat's HTTP
 * processor from the engine.
 */
package org.servletmpm.tomcat;
