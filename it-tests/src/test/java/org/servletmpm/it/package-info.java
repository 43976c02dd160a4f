/**
 * Tests what a client of a running server would notice, one scenario a method, run on every cell:
 * {Tomcat, Jetty} x {prefork, worker, event} x {plain, TLS}. The packages below test one subject
 * each. Run one with {@code mvn -pl it-tests -am verify -Dtest=AsyncTest
 * -Dsurefire.failIfNoSpecifiedTests=false}, on some cells with {@code -Dcells=tomcat/event/.*}.
 *
 * <p>Only tests and their fixtures are here. Benchmarks, the soak and the other programs that are
 * started by hand are in {@code src/main}, each in a package that names its command.
 */
package org.servletmpm.it;
