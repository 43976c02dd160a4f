package org.servletmpm.it.httpd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.process.HttpdProcess;

/** Debian's Apache httpd, asked for its workers by mod_status. */
final class Httpd implements Subject {

    private static final List<String> MODULES =
            List.of("mod_authz_core", "mod_status", "mod_reflector");

    /** A worker's row, if it is at work: slot, letter, and the request with its number. */
    private static final Pattern ROW =
            Pattern.compile("<b>(\\d+)-\\d+</b>.*?<b>[RWK]</b>.*?[?]id=(\\d+) ", Pattern.DOTALL);

    private final HttpdProcess process;

    private Httpd(HttpdProcess process) {
        this.process = process;
    }

    static boolean isInstalled() {
        return HttpdProcess.isInstalled(MODULES.toArray(String[]::new));
    }

    /** Returns when it listens. */
    static Httpd start(Scenario scenario) throws IOException, InterruptedException {
        List<String> directives = configuration(scenario);
        return new Httpd(HttpdProcess.start(scenario.model(), MODULES, directives));
    }

    private static List<String> configuration(Scenario scenario) {
        List<String> lines = new ArrayList<>();
        lines.add("LogLevel info");
        lines.add("ExtendedStatus On");
        if (scenario.model().equals("event")) {
            // The demo has no factor limit unless it is set: none to speak of here either.
            lines.add("AsyncRequestWorkerFactor 100");
        }
        lines.add("MaxKeepAliveRequests 0");
        lines.add("Timeout 300");
        lines.add("<Location /server-status>\nSetHandler server-status\n</Location>");
        lines.add("<Location /hold>\nSetHandler reflector\n</Location>");
        lines.addAll(scenario.directives());
        return lines;
    }

    /** What httpd's own log says about its pool. */
    List<String> log() throws IOException {
        return process.log().stream().filter(line -> line.contains("mpm_")).toList();
    }

    @Override
    public String name() {
        return "httpd";
    }

    @Override
    public int port() {
        return process.port();
    }

    @Override
    public String holdPath() {
        return "/hold";
    }

    @Override
    public Map<Integer, Integer> slots(Map<Integer, HeldRequest> held) throws IOException {
        Map<Integer, Integer> slots = new HashMap<>();
        try (RawConnection connection = RawConnection.open(port(), false)) {
            String page = connection.get("/server-status", "Connection: close").text();
            for (String row : page.split("<tr>")) {
                Matcher worker = ROW.matcher(row);
                if (worker.find()) {
                    slots.put(Integer.valueOf(worker.group(2)), Integer.valueOf(worker.group(1)));
                }
            }
        }
        if (!slots.keySet().containsAll(held.keySet())) {
            throw new IOException("requests " + held.keySet() + " but workers for " + slots);
        }
        return slots;
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
