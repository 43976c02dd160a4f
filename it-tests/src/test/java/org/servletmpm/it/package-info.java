/**
 * What a client of a running server would notice, one scenario a method, run on every cell:
 * {Tomcat, Jetty} x {prefork, worker, event} x {plain, TLS}.
 */
package org.servletmpm.it;
