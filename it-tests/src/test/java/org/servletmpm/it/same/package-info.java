/**
 * The same bytes sent to the container's own connector and to ours, in every model, must be
 * answered with the same bytes. One file a group of cases; a case says only what is sent and when.
 */
package org.servletmpm.it.same;
