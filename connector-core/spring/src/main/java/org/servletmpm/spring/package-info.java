/**
 * What Spring Boot needs to know of a processing model, whatever the container: the {@code mpm.*}
 * properties, and how a wrong one is explained. Only for applications that have Spring Boot.
 */
package org.servletmpm.spring;
