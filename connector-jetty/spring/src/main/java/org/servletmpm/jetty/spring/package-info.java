/** Gives Spring Boot's Jetty the connector with a processing model, as {@code mpm.*} says. */
package org.servletmpm.jetty.spring;
