package org.servletmpm.it.soak;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The setting of the servers that are soaked.
 *
 * @param timeout seconds after which the server has enough of a client
 * @param options more of the server's JVM
 */
record Setting(String container, String model, boolean stock, int timeout, List<String> options) {

    /** TLS sessions that are kept: of the JDK's 20480 the heap would show the first hour. */
    private static final int SESSIONS = 100;

    /** Small enough for a leak to hurt. */
    List<String> jvm() {
        List<String> jvm = new ArrayList<>(List.of("-Xmx384m", "-XX:+UseSerialGC"));
        jvm.add("-Djavax.net.ssl.sessionCacheSize=" + SESSIONS);
        jvm.addAll(options);
        return jvm;
    }

    /**
     * Spare children come and go under load, and there is one number of them that they return to
     * when there is none: that of the start.
     *
     * @param conf has {@link #sameDirectives}; not for the container's own connector
     */
    List<String> arguments(boolean tls, Path conf) {
        List<String> arguments =
                new ArrayList<>(List.of("--container", container, "--model", model, "--port", "0"));
        arguments.addAll(List.of("--http2", "--control", "--jmx-port", "0"));
        if (tls) {
            arguments.add("--tls");
        }
        if (stock) {
            arguments.add("--stock");
            arguments.addAll(List.of("--set", "MaxRequestWorkers=50"));
        } else {
            arguments.addAll(List.of("--conf", conf.toString()));
        }
        attributes().forEach(each -> arguments.addAll(List.of("--connector", each)));
        return arguments;
    }

    /** What a reload sets for a while, in httpd's words: other limits, and children that go. */
    String otherDirectives() {
        return lines(
                Stream.concat(
                        directives().filter(each -> !each.startsWith("KeepAliveTimeout")),
                        Stream.of(
                                "KeepAliveTimeout=3",
                                "MaxConnectionsPerChild=100",
                                "MaxMemFree=64")));
    }

    /** Back to those of the start. */
    String sameDirectives() {
        return lines(directives());
    }

    private static String lines(Stream<String> directives) {
        return directives.map(each -> each.replace('=', ' ') + "\n").collect(Collectors.joining());
    }

    private Stream<String> directives() {
        Stream<String> spare =
                model.equals("prefork")
                        ? Stream.of(
                                "StartServers=16",
                                "MinSpareServers=8",
                                "MaxSpareServers=16",
                                "ServerLimit=64")
                        : Stream.of(
                                "StartServers=2",
                                "ThreadsPerChild=16",
                                "MinSpareThreads=16",
                                "MaxSpareThreads=33",
                                "ServerLimit=8");
        return Stream.concat(
                spare,
                Stream.of("MaxRequestWorkers=64", "Timeout=" + timeout, "KeepAliveTimeout=2"));
    }

    /** Those of the start, which are the most that stay. */
    int idleWorkers() {
        return stock ? 0 : model.equals("prefork") ? 16 : 32;
    }

    private Stream<String> attributes() {
        Stream<String> own = stock ? behaviour().stockAttributes(timeout) : Stream.empty();
        return Stream.concat(behaviour().attributes(), own);
    }

    Target target(int port, boolean tls) {
        boolean http2 = stock || !model.equals("prefork");
        boolean bound = !stock && !model.equals("event");
        return new Target(
                this + (tls ? " TLS" : " plain"),
                port,
                tls,
                stock,
                http2,
                bound,
                behaviour(),
                new DisruptionLog());
    }

    ContainerBehaviour behaviour() {
        return ContainerBehaviour.of(container);
    }

    @Override
    public String toString() {
        return container + " " + (stock ? "stock" : model);
    }
}
