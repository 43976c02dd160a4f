/**
 * One small server, on Tomcat or Jetty, under any of the models or the container's own connector:
 * the command {@link org.servletmpm.demo.Demo} and, for tests, {@link
 * org.servletmpm.demo.DemoServer}.
 */
package org.servletmpm.demo;
