package org.servletmpm.it.bench.crashes;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What all parts ask for: whose children are tried. Set by picocli, then read by any thread. */
final class ServerOptions {

    @Option(names = "--demo", required = true, description = "the demo's jar")
    private Path demo;

    @Option(names = "--mpmctl", required = true, description = "mpmctl's jar")
    private Path mpmctl;

    @Option(names = "--container", description = "tomcat or jetty (tomcat)")
    private String container = "tomcat";

    @Option(names = "--model", description = "worker or event (event)")
    private String model = "event";

    Jars jars() {
        return new Jars(demo.toAbsolutePath(), mpmctl);
    }

    String container() {
        return container;
    }

    String model() {
        return model;
    }
}
