/** Gives Spring Boot's Tomcat the connector with a processing model, as {@code mpm.*} says. */
package org.servletmpm.tomcat.spring;
