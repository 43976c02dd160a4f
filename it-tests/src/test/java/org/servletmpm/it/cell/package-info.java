/**
 * The combinations a scenario runs on, the servers they share, and what scenarios of several
 * packages use: load, the kernel's figures, recorded events.
 */
package org.servletmpm.it.cell;
