/**
 * What needs the servlets of ee11 in sight. Jetty's distribution has it in that environment, with
 * {@code org.servletmpm.servlet}, and the rest of the adapter in the server.
 */
package org.servletmpm.jetty.ee11;
