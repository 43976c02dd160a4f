package org.servletmpm.it.httpd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A pool small enough to meet all its limits within a minute, and the load that makes it.
 *
 * <p>The threaded steps keep clear of a growth that overshoots MaxSpareThreads: httpd would then
 * retire its oldest child, busy or not, where ours retires the idlest. And event's never take the
 * last worker: with every worker wanted, httpd's event now and then leaves one idle in a child that
 * does not accept, and a client waits (seen on 2.4.71; which child, is chance).
 *
 * @param model httpd's name of it
 * @param threadsPerChild 1 for prefork
 * @param directives of the pool, one {@code Name value} each
 * @param load how many requests are held open in each second; at least 1
 */
record Scenario(String model, int threadsPerChild, List<String> directives, List<Integer> load) {

    private static final String START_SERVERS = "StartServers ";

    static Scenario of(String model) {
        return switch (model) {
            case "prefork" ->
                    new Scenario(
                            model,
                            1,
                            List.of(
                                    "StartServers 3",
                                    "MinSpareServers 3",
                                    "MaxSpareServers 6",
                                    "MaxRequestWorkers 24"),
                            load(1, 2, 8, 8, 16, 7, 24, 5, 14, 7, 2, 14, 1, 4));
            case "worker", "event" ->
                    new Scenario(
                            model,
                            5,
                            List.of(
                                    "StartServers 2",
                                    "ThreadLimit 5",
                                    "ThreadsPerChild 5",
                                    "MinSpareThreads 10",
                                    "MaxSpareThreads 20",
                                    "MaxRequestWorkers 60",
                                    "ServerLimit 16"),
                            model.equals("event")
                                    ? load(
                                            1, 2, 8, 4, 17, 5, 33, 5, 48, 5, 57, 5, 20, 12, 2, 12,
                                            1, 4)
                                    : load(1, 2, 8, 5, 24, 6, 60, 6, 20, 12, 2, 12, 1, 4));
            default -> throw new IllegalArgumentException(model + ": no such model");
        };
    }

    /** The same load, each step so many times as long: for children that take time to start. */
    Scenario slower(int times) {
        List<Integer> slow =
                load.stream().flatMap(held -> Collections.nCopies(times, held).stream()).toList();
        return new Scenario(model, threadsPerChild, directives, slow);
    }

    /** Whether the load is another one second later, so that what it asks for has come by now. */
    boolean endsStep(int second) {
        return second + 1 == load.size() || !load.get(second + 1).equals(load.get(second));
    }

    /** How many children there are before there is load. */
    int startServers() {
        return directives.stream()
                .filter(each -> each.startsWith(START_SERVERS))
                .mapToInt(each -> Integer.parseInt(each.substring(START_SERVERS.length())))
                .findAny()
                .orElseThrow();
    }

    /** Whether a worker stays with its connection: prefork and worker. */
    boolean bound() {
        return !model.equals("event");
    }

    /** From pairs of how many requests and for how many seconds. */
    private static List<Integer> load(int... pairs) {
        List<Integer> load = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            load.addAll(Collections.nCopies(pairs[i + 1], pairs[i]));
        }
        return load;
    }
}
