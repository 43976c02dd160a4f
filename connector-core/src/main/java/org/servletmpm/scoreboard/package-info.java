/**
 * The scoreboard: what every child and worker is doing, as records of a fixed layout. A worker's
 * thread writes its record, a child's threads write the child's; any thread and process may read.
 */
package org.servletmpm.scoreboard;
