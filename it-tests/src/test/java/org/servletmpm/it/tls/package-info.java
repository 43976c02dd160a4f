/**
 * TLS of an embedded Tomcat, with every model and with Tomcat's own connector: each scenario runs
 * on all four, so that what the stock connector does is what is asserted.
 */
package org.servletmpm.it.tls;
