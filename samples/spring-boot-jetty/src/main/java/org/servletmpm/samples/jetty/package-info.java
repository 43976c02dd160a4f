/** A Spring Boot application on Jetty that serves by a processing model. */
package org.servletmpm.samples.jetty;
