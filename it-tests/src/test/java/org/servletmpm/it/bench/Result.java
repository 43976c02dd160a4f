package org.servletmpm.it.bench;

import java.util.Optional;

/**
 * What came of a probe.
 *
 * @param note why there is no comparison, or what is to be known of it; may be empty
 */
record Result(
        Part part,
        String container,
        String model,
        Case what,
        Target target,
        Optional<Comparison> comparison,
        String note) {

    boolean reached() {
        return comparison.filter(target::reachedBy).isPresent();
    }
}
