/** A Spring Boot application whose children are processes, with sessions that all of them share. */
package org.servletmpm.samples.processes.boot;
