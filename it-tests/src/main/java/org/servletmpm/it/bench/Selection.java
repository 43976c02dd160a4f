package org.servletmpm.it.bench;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The part of the benchmark that is wanted.
 *
 * @param models empty where nothing is said: all for the targets, event for the rest
 * @param jvms fresh ones of each server, one after the other, at least 1
 * @param pairs runs of each of two servers in a JVM, at least 1
 * @param seconds of each run, at least 1
 * @param warmUp seconds of each server before the first pair; empty where nothing is said
 * @param directives more of them, for our connectors alone
 */
record Selection(
        Set<Part> parts,
        List<String> containers,
        List<String> models,
        Set<Case> cases,
        int jvms,
        int pairs,
        int seconds,
        OptionalInt warmUp,
        List<String> directives) {

    List<String> models(Part part) {
        if (!models.isEmpty()) {
            return models;
        }
        return part == Part.TARGETS || part == Part.ALLOC ? Options.MODELS : List.of("event");
    }

    /** Longer where it takes more code to serve a request. */
    int warmUpSeconds(Setup setup) {
        return warmUp.orElse(setup.takesMuchCode() ? 10 : 4);
    }

    /** How the figures were made. */
    String method() {
        return ("Medians over fresh JVMs, %d of each server, with the least and the greatest. The"
                        + " figure of a JVM is the median of %d interleaved pairs of %d s; cold it"
                        + " is one run of 2 s. Of others there is one JVM, and the range is over its"
                        + " runs.")
                .formatted(jvms, pairs, seconds);
    }

    boolean has(Part part, String model) {
        return parts.contains(part) && models(part).contains(model);
    }
}
