package org.servletmpm.it.bench;

import java.util.List;
import java.util.Set;

/**
 * The part of the benchmark that is wanted.
 *
 * @param models empty where nothing is said: all for the targets, event for the rest
 * @param pairs runs of each of two servers, at least 1
 * @param seconds of each run, at least 1
 * @param warmUpSeconds of each server before the first run
 * @param directives more of them, for our connectors alone
 */
record Selection(
        Set<Part> parts,
        List<String> containers,
        List<String> models,
        Set<Case> cases,
        int pairs,
        int seconds,
        int warmUpSeconds,
        List<String> directives) {

    List<String> models(Part part) {
        if (!models.isEmpty()) {
            return models;
        }
        return part == Part.TARGETS || part == Part.ALLOC
                ? List.of("event", "worker", "prefork")
                : List.of("event");
    }

    boolean has(Part part, String model) {
        return parts.contains(part) && models(part).contains(model);
    }
}
