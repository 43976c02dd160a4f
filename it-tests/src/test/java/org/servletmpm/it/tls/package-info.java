/**
 * TLS of an embedded Tomcat and of an embedded Jetty, with every model and with the container's own
 * connector: so what the stock connector does is what is asserted.
 */
package org.servletmpm.it.tls;
