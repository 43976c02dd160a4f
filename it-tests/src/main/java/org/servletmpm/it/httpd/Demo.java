package org.servletmpm.it.httpd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.servletmpm.it.process.DemoProcess;

/** The demo with the scenario's directives, in a JVM of its own. */
final class Demo implements Subject {

    private final String container;
    private final DemoProcess process;
    private final int port;

    private Demo(String container, DemoProcess process, int port) {
        this.container = container;
        this.process = process;
        this.port = port;
    }

    /**
     * @param children {@code thread} or {@code process}
     */
    static Demo start(Path jar, String container, String children, Scenario scenario)
            throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--container",
                                container,
                                "--children",
                                children,
                                "--model",
                                scenario.model(),
                                "--port",
                                "0",
                                "--set",
                                "MaxKeepAliveRequests=0",
                                "--set",
                                "Timeout=300"));
        for (String directive : scenario.directives()) {
            arguments.add("--set");
            arguments.add(directive.replace(' ', '='));
        }
        DemoProcess process = DemoProcess.start(jar, List.of(), arguments);
        try {
            return new Demo(container, process, process.awaitReady());
        } catch (IOException | IllegalStateException e) {
            process.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return container;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String holdPath() {
        return "/echo";
    }

    @Override
    public Map<Integer, Integer> slots(Map<Integer, HeldRequest> held) throws IOException {
        Map<Integer, Integer> slots = new HashMap<>();
        for (Map.Entry<Integer, HeldRequest> request : held.entrySet()) {
            String slot = request.getValue().ask("/thread").json("slot");
            slots.put(request.getKey(), Integer.valueOf(slot));
        }
        return slots;
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
