package org.servletmpm.process;

import org.servletmpm.directive.Directives;

/**
 * Holds what the children of one generation have in common. The parent's thread.
 *
 * @param number from 0; a later generation has a higher one
 * @param program that they run
 * @param directives in effect when it began
 * @param trial whether it is any good
 */
record Generation(int number, Program program, Directives directives, Trial trial) {}
