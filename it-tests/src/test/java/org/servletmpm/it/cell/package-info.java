/**
 * The combinations a scenario runs on, the servers they share, and what those servers say of
 * themselves.
 */
package org.servletmpm.it.cell;
