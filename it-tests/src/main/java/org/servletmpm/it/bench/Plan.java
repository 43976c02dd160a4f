package org.servletmpm.it.bench;

import java.util.ArrayList;
import java.util.List;

/** The sessions that a selection takes, in their order. */
final class Plan {

    private static final int MANY = 64;
    private static final String HELLO = "/hello";

    private final Selection selection;
    private final List<Session> sessions = new ArrayList<>();

    private Plan(Selection selection) {
        this.selection = selection;
    }

    static List<Session> of(Selection selection) {
        Plan plan = new Plan(selection);
        for (String container : selection.containers()) {
            for (String model : Options.MODELS) {
                Setup setup = new Setup(container, model, selection.directives());
                plan.addUsual(setup);
                plan.addTransports(setup);
                plan.addSlowReaders(setup);
                plan.addVirtual(setup);
            }
        }
        return List.copyOf(plan.sessions);
    }

    /** What one pair of servers will do for. */
    private void addUsual(Setup setup) {
        String model = setup.model();
        List<Probe> probes = new ArrayList<>();
        if (selection.has(Part.TARGETS, model)) {
            for (Case hello : Case.HELLO) {
                Target target = Target.hello(setup.container(), model, hello.connections());
                add(probes, Part.TARGETS, hello, target, Wrk.get(hello.connections(), HELLO));
            }
        }
        price(probes, model, Case.P99_8, Wrk.get(Case.P99_8.connections(), HELLO));
        price(probes, model, Case.SLEEP, Wrk.get(MANY, "/sleep?ms=10"));
        price(probes, model, Case.MIXED_50, Wrk.get(MANY, "/mixed?every=50&ms=10"));
        price(probes, model, Case.MIXED_5, Wrk.get(MANY, "/mixed?every=5&ms=10"));
        price(probes, model, Case.SPIN, new ComputeLoad(MANY, 0.002));
        price(probes, model, Case.CHURN, Wrk.get(MANY, HELLO).with("-H", "Connection: close"));
        price(probes, model, Case.PIPELINING, Wrk.get(MANY, HELLO).script("pipelining.lua"));
        if (has(model, Case.IDLE)) {
            BackgroundClients idle = port -> IdleClients.open(port, 2_000);
            probes.add(price(Case.IDLE, Wrk.get(MANY, HELLO), idle));
        }
        add(setup.keepingIdleConnections(), probes, selection.has(Part.ALLOC, model));
    }

    private void addTransports(Setup setup) {
        List<Probe> tls = new ArrayList<>();
        Setup secure = setup.with("--tls");
        price(tls, setup.model(), Case.TLS, secure.hello(MANY));
        add(secure, tls, false);
        List<Probe> http2 = new ArrayList<>();
        price(http2, setup.model(), Case.HTTP2, new H2load(8, 8, HELLO));
        add(setup.with("--http2"), http2, false);
    }

    private void addSlowReaders(Setup setup) {
        if (has(setup.model(), Case.SLOW_READERS)) {
            BackgroundClients readers = port -> SlowReaders.open(port, 50);
            Probe probe = price(Case.SLOW_READERS, Wrk.get(MANY, HELLO), readers);
            // Less than what they ask for, or the kernel would take it all.
            add(setup.with("--set", "SendBufferSize=65536"), List.of(probe), false);
        }
    }

    private void addVirtual(Setup setup) {
        if (!selection.has(Part.VIRTUAL, setup.model()) || setup.model().equals("prefork")) {
            return;
        }
        List<Probe> probes = new ArrayList<>();
        for (Case hello : List.of(Case.HELLO_8, Case.HELLO_64)) {
            add(probes, Part.VIRTUAL, hello, null, Wrk.get(hello.connections(), HELLO));
        }
        add(setup.onVirtualThreads(), probes, false);
    }

    private boolean has(String model, Case what) {
        return selection.has(Part.PRICE, model) && selection.cases().contains(what);
    }

    private void price(List<Probe> probes, String model, Case what, Load load) {
        if (has(model, what)) {
            probes.add(price(what, load, BackgroundClients.NONE));
        }
    }

    private static Probe price(Case what, Load load, BackgroundClients beside) {
        return new Probe(Part.PRICE, what, Target.NO_PRICE, load, beside);
    }

    private void add(List<Probe> probes, Part part, Case what, Target target, Load load) {
        if (selection.cases().contains(what)) {
            probes.add(new Probe(part, what, target, load, BackgroundClients.NONE));
        }
    }

    private void add(Setup setup, List<Probe> probes, boolean cost) {
        if (cost || !probes.isEmpty()) {
            sessions.add(new Session(setup, List.copyOf(probes), cost));
        }
    }
}
