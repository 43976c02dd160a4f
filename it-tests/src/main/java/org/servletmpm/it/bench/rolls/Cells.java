package org.servletmpm.it.bench.rolls;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Holds the options of a part that runs in several containers and models, one after the other. */
final class Cells {

    @Option(names = "--demo", required = true, description = "the demo's jar")
    private Path demo;

    @Option(names = "--mpmctl", required = true, description = "mpmctl's jar")
    private Path mpmctl;

    @Option(names = "--container", split = ",", description = "tomcat,jetty (both)")
    private List<String> containers = List.of("tomcat", "jetty");

    @Option(names = "--model", split = ",", description = "event,worker (both)")
    private List<String> models = List.of("event", "worker");

    /** Runs in one of them. */
    interface Part {
        void run(String container, String model) throws Exception;
    }

    Path demo() {
        return demo.toAbsolutePath();
    }

    Path mpmctl() {
        return mpmctl;
    }

    void each(Part part) throws Exception {
        for (String container : containers) {
            for (String model : models) {
                part.run(container, model);
            }
        }
    }
}
