package org.servletmpm.it.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The content of {@code /server-status?auto} at one point in time. */
public record Status(String serverName, List<String> names, Map<String, String> fields) {

    /**
     * What must return to what it was when clients have gone. Connections are counted in event
     * only.
     */
    public record Counts(int busy, int idle, int connections) {}

    /**
     * The first report: of the engine that serves the request. Those of others in the JVM follow
     * it.
     */
    public static Status parse(String text) {
        List<String> lines = text.lines().takeWhile(line -> !line.isEmpty()).toList();
        List<String> names = new ArrayList<>();
        Map<String, String> fields = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] field = line.split(":\\s*", 2);
            names.add(field[0]);
            fields.put(field[0], field.length > 1 ? field[1] : "");
        }
        return new Status(lines.get(0), names, fields);
    }

    public int number(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new AssertionError("no field " + name + " in " + names);
        }
        return Integer.parseInt(value);
    }

    public int busy() {
        return number("BusyWorkers");
    }

    public int idle() {
        return number("IdleWorkers");
    }

    /** One letter per possible worker. */
    public String scoreboard() {
        return fields.getOrDefault("Scoreboard", "");
    }

    public Counts counts() {
        int connections = fields.containsKey("ConnsTotal") ? number("ConnsTotal") : 0;
        return new Counts(busy(), idle(), connections);
    }

    /**
     * No thread does anything, or starts, but the one that answers this: {@code G} when its child
     * leaves already (MaxConnectionsPerChild 1).
     */
    public boolean started() {
        return scoreboard().chars().filter(letter -> "._".indexOf(letter) < 0).count() == 1;
    }
}
