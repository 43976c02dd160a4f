/**
 * Connects Spring Boot with a processing model, whatever the container: reads the {@code mpm.*}
 * properties and explains a wrong one, tells the actuator and Micrometer of the connectors, and
 * lets a graceful shutdown wait for them. Only for applications that have Spring Boot.
 */
package org.servletmpm.spring;
