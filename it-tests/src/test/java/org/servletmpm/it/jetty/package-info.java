/**
 * Jetty's own parts over the connector, in every model, and over Jetty's own connector with the
 * same body: what that does is what is asserted.
 */
package org.servletmpm.it.jetty;
