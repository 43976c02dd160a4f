package org.servletmpm.it.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The arguments that a pair of servers is started with.
 *
 * @param both the demo's arguments for each of the two
 * @param mpm directives for ours alone
 * @param stock the demo's arguments for the container's own alone
 */
record Setup(
        String container, String model, List<String> both, List<String> mpm, List<String> stock) {

    Setup(String container, String model, List<String> mpm) {
        this(container, model, List.of(), mpm, List.of());
    }

    Setup with(String... arguments) {
        List<String> more = new ArrayList<>(both);
        more.addAll(List.of(arguments));
        return new Setup(container, model, more, mpm, stock);
    }

    /** The hello servlet over the transport that they have. */
    Wrk hello(int connections) {
        Wrk plain = Wrk.get(connections, "/hello");
        return both.contains("--tls") ? plain.over("https") : plain;
    }

    /** A compiler is not done with it after a few seconds. */
    boolean takesMuchCode() {
        return both.contains("--tls") || both.contains("--http2");
    }

    /** Longer than the benchmark lasts. */
    Setup keepingIdleConnections() {
        String attribute = container.equals("tomcat") ? "keepAliveTimeout" : "idleTimeout";
        return with("--connector", attribute + "=3600000");
    }

    /** Each of the two by the means that it has for it. */
    Setup onVirtualThreads() {
        List<String> directives = new ArrayList<>(mpm);
        directives.add("WorkerThreads=virtual");
        return new Setup(container, model, both, directives, List.of("--virtual-threads"));
    }

    /** A worker for each connection in every model, and as many threads for the stock connector. */
    List<String> arguments(boolean ofStock) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--container", container, "--model", model, "--port", "0"));
        arguments.addAll(both);
        directive(arguments, "MaxRequestWorkers=128");
        if (ofStock) {
            arguments.add("--stock");
            arguments.addAll(stock);
            return arguments;
        }
        if (model.equals("prefork")) {
            directive(arguments, "StartServers=80");
            directive(arguments, "MinSpareServers=1");
            directive(arguments, "MaxSpareServers=80");
        } else {
            directive(arguments, "StartServers=4");
            directive(arguments, "ThreadsPerChild=32");
        }
        mpm.forEach(each -> directive(arguments, each));
        return arguments;
    }

    private static void directive(List<String> arguments, String assignment) {
        arguments.add("--set");
        arguments.add(assignment);
    }
}
