/** A Spring Boot application on Tomcat that serves by a processing model. */
package org.servletmpm.samples.tomcat;
