package org.servletmpm.demo;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.servletmpm.demo.compare.ComparedModel;
import org.servletmpm.demo.compare.ComparedServer;

/** A second demo in this JVM, on any free port of the loopback. */
record ComparedDemo(DemoServer server) implements ComparedServer {

    static ComparedServer start(ContainerName container, ComparedModel model) throws Exception {
        List<String> arguments = new ArrayList<>();
        Collections.addAll(
                arguments, "--container", container.toString(), "--address", "127.0.0.1");
        Collections.addAll(arguments, "--port", "0", "--set", "MaxRequestWorkers=" + WORKERS);
        // Otherwise the loopback's kernel takes a megabyte from every model at once.
        Collections.addAll(arguments, "--set", "SendBufferSize=65536");
        if (model == ComparedModel.STOCK) {
            arguments.add("--stock");
        } else {
            Collections.addAll(arguments, "--model", model.toString());
            Collections.addAll(arguments, "--set", "GracefulShutdownTimeout=1");
            for (String each : children(model)) {
                Collections.addAll(arguments, "--set", each);
            }
        }
        return new ComparedDemo(DemoServer.start(arguments.toArray(String[]::new)));
    }

    /** All workers from the beginning to the end. */
    private static List<String> children(ComparedModel model) {
        int children = model == ComparedModel.PREFORK ? WORKERS : 1;
        String spare = model == ComparedModel.PREFORK ? "SpareServers=" : "SpareThreads=";
        List<String> directives = new ArrayList<>();
        directives.add("ServerLimit=" + children);
        directives.add("StartServers=" + children);
        directives.add("Min" + spare + 1);
        directives.add("Max" + spare + 2 * (WORKERS + 1));
        if (model != ComparedModel.PREFORK) {
            directives.add("ThreadsPerChild=" + WORKERS);
        }
        return directives;
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public String scoreboard() {
        if (server.model().equals("stock")) {
            return "";
        }
        try {
            ObjectName engine =
                    new ObjectName(
                            "org.servletmpm:type=Mpm,name="
                                    + ObjectName.quote("http-" + server.port()));
            return ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(engine, "ScoreboardLetters")
                    .toString();
        } catch (JMException e) {
            throw new IllegalStateException("no engine for port " + server.port(), e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
