package org.servletmpm.it.bench;

/**
 * One thing to compare.
 *
 * @param target null where none is set
 * @param beside who else is there
 */
record Probe(Part part, Case what, Target target, Load load, BackgroundClients beside) {}
