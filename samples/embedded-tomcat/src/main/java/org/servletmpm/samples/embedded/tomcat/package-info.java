/** Tomcat in an application of its own, served by a processing model. */
package org.servletmpm.samples.embedded.tomcat;
