package org.servletmpm.it.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One combination that a scenario runs on. */
public record Cell(Container container, Model model, Transport transport) {

    public enum Container {
        TOMCAT,
        JETTY
    }

    public enum Model {
        PREFORK,
        WORKER,
        EVENT
    }

    public enum Transport {
        PLAIN,
        TLS
    }

    /**
     * Whether {@code -Dstock=true} asks for the containers' own connectors, to see which of a
     * scenario's expectations are the container's and which are ours.
     */
    public static boolean stock() {
        return Boolean.getBoolean("stock");
    }

    /**
     * Whether {@code -DworkerThreads=virtual} asks for virtual threads where workers may have them,
     * which needs Java 24: all scenarios are to hold for them as well.
     */
    public boolean isVirtual() {
        return "virtual".equals(System.getProperty("workerThreads")) && !is(Model.PREFORK);
    }

    public boolean tls() {
        return transport == Transport.TLS;
    }

    public boolean is(Model other) {
        return model == other;
    }

    /** The demo's option that ends idle and stalled connections after so many milliseconds. */
    public List<String> idleTimeout(int millis) {
        String attribute = container == Container.TOMCAT ? "connectionTimeout" : "idleTimeout";
        return List.of("--connector", attribute + "=" + millis);
    }

    /** The demo's command line for this cell, on any free port. */
    List<String> arguments(List<String> more) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--container", lower(container), "--model", lower(model)));
        arguments.addAll(List.of("--port", "0"));
        if (tls()) {
            arguments.add("--tls");
        }
        if (stock()) {
            arguments.add("--stock");
        }
        if (isVirtual() && !stock()) {
            arguments.addAll(List.of("--set", "WorkerThreads=virtual"));
        }
        arguments.addAll(more);
        return arguments;
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return lower(container) + "/" + lower(model) + "/" + lower(transport);
    }
}
