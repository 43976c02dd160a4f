package org.servletmpm.it.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What a pair of servers is started with.
 *
 * @param both the demo's arguments for each of the two
 * @param mpm directives for ours alone
 */
record Setup(String container, String model, List<String> both, List<String> mpm) {

    Setup(String container, String model) {
        this(container, model, List.of(), List.of());
    }

    Setup with(String... arguments) {
        List<String> more = new ArrayList<>(both);
        more.addAll(List.of(arguments));
        return new Setup(container, model, more, mpm);
    }

    /** A worker for each connection in every model, and as many threads for the stock connector. */
    List<String> arguments(boolean stock) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--container", container, "--model", model, "--port", "0"));
        arguments.addAll(both);
        directive(arguments, "MaxRequestWorkers=128");
        if (stock) {
            arguments.add("--stock");
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
