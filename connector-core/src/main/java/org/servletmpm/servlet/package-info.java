/**
 * Holds what is compiled against the servlet API: the status servlet, and how event-incompatible
 * filters and servlets are declared and found.
 */
package org.servletmpm.servlet;
