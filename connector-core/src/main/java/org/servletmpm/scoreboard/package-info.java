/**
 * What every worker and child is doing right now, as fixed-layout records that one owner writes and
 * anybody reads.
 */
package org.servletmpm.scoreboard;
