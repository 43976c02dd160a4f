package org.servletmpm.it.same;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.servletmpm.demo.DemoServer;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;

/** The servers that one container's cases are played with, and what its own connector answered. */
final class ComparedServers implements AutoCloseable {

    private final Cell.Container container;
    private final Map<Setting, DemoServer> stock = new EnumMap<>(Setting.class);
    private final Map<Setting, Server> ours = new EnumMap<>(Setting.class);
    private final Map<Case, Transcript> stockAnswers = new HashMap<>();

    /** Of {@link #model}. */
    private final Map<Case, Transcript> ourAnswers = new HashMap<>();

    /** Which {@link #ours} run. */
    private Cell.Model model;

    ComparedServers(Cell.Container container) {
        this.container = container;
    }

    /** What the container's own connector answers, asked once. */
    Transcript stock(Case played) throws Exception {
        play(List.of(played), stockAnswers, this::stockPort);
        return stockAnswers.get(played);
    }

    /** What ours answers in this model, asked once in a row. */
    Transcript ours(Case played, Cell.Model other) throws Exception {
        as(other);
        play(List.of(played), ourAnswers, this::ourPort);
        return ourAnswers.get(played);
    }

    /** Plays cases all at the same time, for those that mostly wait. */
    void together(List<Case> cases, Cell.Model other) throws Exception {
        as(other);
        play(cases, stockAnswers, this::stockPort);
        play(cases, ourAnswers, this::ourPort);
    }

    private void as(Cell.Model other) {
        if (other != model) {
            stopOurs();
            model = other;
        }
    }

    private interface Port {
        int of(Setting setting) throws Exception;
    }

    private static void play(List<Case> cases, Map<Case, Transcript> answers, Port port)
            throws Exception {
        try (ClientThreads clientThreads = new ClientThreads()) {
            Map<Case, Future<Transcript>> playing = new HashMap<>();
            for (Case each : cases) {
                if (!answers.containsKey(each)) {
                    int to = port.of(each.setting());
                    playing.put(each, clientThreads.start(() -> Exchange.play(each, to)));
                }
            }
            for (Map.Entry<Case, Future<Transcript>> each : playing.entrySet()) {
                answers.put(each.getKey(), each.getValue().get());
            }
        }
    }

    /** No connection and no worker is left behind by what was played. */
    void awaitQuiet() {
        ours.values().forEach(Server::awaitQuiet);
    }

    private Server start(Setting setting) {
        Cell cell = cell(model, setting);
        return Server.start(cell, setting.arguments(cell));
    }

    private int ourPort(Setting setting) {
        return ours.computeIfAbsent(setting, this::start).port();
    }

    private int stockPort(Setting setting) throws Exception {
        DemoServer server = stock.get(setting);
        if (server == null) {
            Cell cell = cell(Cell.Model.EVENT, setting);
            Stream<String> own =
                    Stream.of(
                            "--stock",
                            "--container",
                            container.name().toLowerCase(Locale.ROOT),
                            "--port",
                            "0");
            Stream<String> tls = setting.tls() ? Stream.of("--tls") : Stream.empty();
            server =
                    DemoServer.start(
                            Stream.of(own, tls, setting.arguments(cell).stream())
                                    .flatMap(arguments -> arguments)
                                    .toArray(String[]::new));
            stock.put(setting, server);
        }
        return server.port();
    }

    private Cell cell(Cell.Model model, Setting setting) {
        return new Cell(
                container, model, setting.tls() ? Cell.Transport.TLS : Cell.Transport.PLAIN);
    }

    private void stopOurs() {
        ours.values().forEach(Server::close);
        ours.clear();
        ourAnswers.clear();
    }

    @Override
    public void close() {
        stopOurs();
        stock.values().forEach(DemoServer::close);
        stock.clear();
    }
}
