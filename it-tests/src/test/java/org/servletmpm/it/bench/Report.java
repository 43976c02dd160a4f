package org.servletmpm.it.bench;

import java.util.List;
import java.util.Map;

/**
 * All that a run of the benchmark found.
 *
 * @param environment where it was made, in the order in which it is to be read
 * @param notes what is not in it, and why
 */
record Report(
        Map<String, String> environment,
        int pairs,
        int seconds,
        List<Result> results,
        List<Cost> costs,
        List<PeerResult> peers,
        List<String> notes) {}
