/**
 * Holds what is compiled against the servlets of ee11. Jetty's distribution has it in that
 * environment, with {@code org.servletmpm.servlet}, and the rest of the adapter in the server.
 */
package org.servletmpm.jetty.ee11;
