package org.servletmpm.it.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sessions that a selection takes, in their order: all of one JVM each, then the next. */
final class Plan {

    private static final int MANY = 64;
    private static final String HELLO = "/hello";

    private final Selection selection;
    private final List<Session> sessions = new ArrayList<>();

    /** One for all servers, which are to compute the same. */
    private final Load computing = new ComputeLoad(MANY, 0.002);

    /** What a request takes is counted in one. */
    private boolean firstJvm = true;

    private Plan(Selection selection) {
        this.selection = selection;
    }

    static List<Session> of(Selection selection) {
        Plan plan = new Plan(selection);
        for (int jvm = 0; jvm < selection.jvms(); jvm++) {
            plan.firstJvm = jvm == 0;
            for (String container : selection.containers()) {
                for (String model : Options.MODELS) {
                    plan.addAll(new Setup(container, model, selection.directives()));
                }
            }
        }
        return List.copyOf(plan.sessions);
    }

    private void addAll(Setup setup) {
        addUsual(setup);
        addTls(setup.with("--tls"));
        addSlowReaders(setup);
        if (!setup.model().equals("prefork")) {
            addHttp2(setup, "http", Case.HTTP2_8X8, Case.HTTP2_1X32);
            addHttp2(setup.with("--tls"), "https", Case.HTTP2_TLS_8X8, Case.HTTP2_TLS_1X32);
            Stream<Probe> virtual = hello(setup, Part.VIRTUAL, Case.HELLO_8, Case.HELLO_64);
            add(setup.onVirtualThreads(), setup.hello(MANY), virtual);
        }
    }

    /** What one pair of servers will do for. */
    private void addUsual(Setup setup) {
        BackgroundClients idle = port -> IdleClients.open(port, 2_000);
        Wrk hello = setup.hello(MANY);
        Stream<Stream<Probe>> probes =
                Stream.of(
                        hello(setup, Part.TARGETS, Case.HELLO_1, Case.HELLO_8, Case.HELLO_64),
                        price(setup, Case.SLEEP, Wrk.get(MANY, "/sleep?ms=10")),
                        price(setup, Case.MIXED_50, Wrk.get(MANY, "/mixed?every=50&ms=10")),
                        price(setup, Case.MIXED_5, Wrk.get(MANY, "/mixed?every=5&ms=10")),
                        price(setup, Case.SPIN, computing),
                        price(setup, Case.CHURN, hello.with("-H", "Connection: close")),
                        price(setup, Case.PIPELINING, hello.script("pipelining.lua")),
                        price(setup, Case.IDLE, hello, idle));
        add(
                new Session(
                        setup.keepingIdleConnections(),
                        hello(setup, Part.TARGETS, Case.COLD_64, Case.COLD_8).toList(),
                        probes.flatMap(each -> each).toList(),
                        hello,
                        firstJvm && selection.has(Part.ALLOC, setup.model())));
    }

    private void addTls(Setup tls) {
        Wrk many = tls.hello(MANY);
        Stream<Probe> few = price(tls, Case.TLS_8, tls.hello(8));
        add(tls, many, Stream.concat(few, price(tls, Case.TLS_64, many)));
    }

    private void addHttp2(Setup setup, String scheme, Case several, Case one) {
        Load eight = new H2load(8, 8, scheme, HELLO);
        Stream<Probe> first = price(setup, several, eight);
        Stream<Probe> second = price(setup, one, new H2load(1, 32, scheme, HELLO));
        add(setup.with("--http2"), eight, Stream.concat(first, second));
    }

    private void addSlowReaders(Setup setup) {
        BackgroundClients readers = port -> SlowReaders.open(port, 50);
        Wrk hello = setup.hello(MANY);
        // Less than what they ask for, or the kernel would take it all.
        Setup bounded = setup.with("--set", "SendBufferSize=65536");
        add(bounded, hello, price(setup, Case.SLOW_READERS, hello, readers));
    }

    private void add(Setup setup, Load warming, Stream<Probe> probes) {
        add(new Session(setup, List.of(), probes.toList(), warming, false));
    }

    private void add(Session session) {
        if (session.cost() || !session.cold().isEmpty() || !session.probes().isEmpty()) {
            sessions.add(session);
        }
    }

    private Stream<Probe> hello(Setup setup, Part part, Case... cases) {
        return Stream.of(cases).flatMap(what -> hello(setup, part, what));
    }

    private Stream<Probe> hello(Setup setup, Part part, Case what) {
        return probe(setup, part, what, setup.hello(what.connections()), BackgroundClients.NONE);
    }

    private Stream<Probe> price(Setup setup, Case what, Load load) {
        return price(setup, what, load, BackgroundClients.NONE);
    }

    private Stream<Probe> price(Setup setup, Case what, Load load, BackgroundClients beside) {
        return probe(setup, Part.PRICE, what, load, beside);
    }

    /** None where it is not selected. */
    private Stream<Probe> probe(
            Setup setup, Part part, Case what, Load load, BackgroundClients beside) {
        Target target = Target.of(part, setup.model(), what);
        return selection.has(part, setup.model()) && selection.cases().contains(what)
                ? Stream.of(new Probe(part, what, target, load, beside))
                : Stream.empty();
    }
}
