package org.servletmpm.it.bench;

/**
 * One thing to compare.
 *
 * @param target null where none is set
 * @param beside who else is there
 */
record Probe(Part part, Case what, Target target, Load load, BackgroundClients beside) {

    /** What is measured: for a probe that has the same, one measurement does. */
    Under under() {
        return new Under(load, beside);
    }

    /** What both servers are put under. */
    record Under(Load load, BackgroundClients beside) {}
}
