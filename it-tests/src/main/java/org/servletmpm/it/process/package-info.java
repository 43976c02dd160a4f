/**
 * Starts the demo and Apache httpd as processes of their own. Programs and tests share it; what
 * starts a container's own distribution is with the tests, in {@code
 * org.servletmpm.it.distribution}.
 */
package org.servletmpm.it.process;
