/**
 * The control's half of process mode: it opens the listening socket, starts children as processes
 * that inherit it, and carries out for them what the parent decides. It knows no container and no
 * code of an application.
 */
package org.servletmpm.process;
