package org.servletmpm.it.bench;

import java.util.ArrayList;
import java.util.List;

/** The sessions that a selection takes, in their order. */
final class Plan {

    private static final List<String> MODELS = List.of("event", "worker", "prefork");

    private final Selection selection;
    private final List<Session> sessions = new ArrayList<>();

    private Plan(Selection selection) {
        this.selection = selection;
    }

    static List<Session> of(Selection selection) {
        Plan plan = new Plan(selection);
        for (String container : selection.containers()) {
            for (String model : MODELS) {
                plan.addModel(container, model);
            }
        }
        return List.copyOf(plan.sessions);
    }

    private void addModel(String container, String model) {
        Setup setup = new Setup(container, model, List.of(), selection.directives());
        List<Probe> probes = new ArrayList<>();
        if (selection.has(Part.TARGETS, model)) {
            for (Case hello : Case.HELLO) {
                Target target = Target.hello(container, model, hello.connections());
                add(probes, Part.TARGETS, hello, target, Wrk.get(hello.connections(), "/hello"));
            }
        }
        if (selection.has(Part.PRICE, model)) {
            addPrice(probes, Case.P99_8, Wrk.get(8, "/hello"));
            addPrice(probes, Case.SLEEP, Wrk.get(64, "/sleep?ms=10"));
        }
        add(setup, probes);
    }

    private void addPrice(List<Probe> probes, Case what, Load load) {
        add(probes, Part.PRICE, what, Target.NO_PRICE, load);
    }

    private void add(List<Probe> probes, Part part, Case what, Target target, Load load) {
        if (selection.cases().contains(what)) {
            probes.add(new Probe(part, what, target, load));
        }
    }

    private void add(Setup setup, List<Probe> probes) {
        if (!probes.isEmpty()) {
            sessions.add(new Session(setup, List.copyOf(probes)));
        }
    }
}
