package org.servletmpm.it.bench;

/** One thing to compare. */
record Probe(Part part, Case what, Target target, Load load) {}
