package org.servletmpm.it.same;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.servletmpm.demo.DemoServer;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.Server;

/** The servers that one container's cases are played with, and what its own connector answered. */
final class Fleet implements AutoCloseable {

    private final Cell.Container container;
    private final Map<Setting, DemoServer> stock = new EnumMap<>(Setting.class);
    private final Map<Setting, Server> ours = new EnumMap<>(Setting.class);
    private final Map<Case, Transcript> expected = new HashMap<>();

    /** Which {@link #ours} run. */
    private Cell.Model model;

    Fleet(Cell.Container container) {
        this.container = container;
    }

    /** What the container's own connector answers, asked once. */
    Transcript stock(Case played) throws Exception {
        Transcript known = expected.get(played);
        if (known == null) {
            known = Exchange.play(played, stock(played.setting()).port());
            expected.put(played, known);
        }
        return known;
    }

    Transcript ours(Case played, Cell.Model other) throws IOException {
        if (other != model) {
            stopOurs();
            model = other;
        }
        Server server = ours.computeIfAbsent(played.setting(), this::start);
        return Exchange.play(played, server.port());
    }

    /** No connection and no worker is left behind by what was played. */
    void awaitQuiet() {
        ours.values().forEach(Server::awaitQuiet);
    }

    private Server start(Setting setting) {
        Cell cell = cell(model, setting);
        return Server.start(cell, setting.arguments(cell));
    }

    private DemoServer stock(Setting setting) throws Exception {
        DemoServer server = stock.get(setting);
        if (server == null) {
            Cell cell = cell(Cell.Model.EVENT, setting);
            Stream<String> own =
                    Stream.of("--stock", "--container", container.name().toLowerCase(Locale.ROOT), "--port", "0");
            Stream<String> tls = setting.tls() ? Stream.of("--tls") : Stream.empty();
            server =
                    DemoServer.start(
                            Stream.of(own, tls, setting.arguments(cell).stream())
                                    .flatMap(arguments -> arguments)
                                    .toArray(String[]::new));
            stock.put(setting, server);
        }
        return server;
    }

    private Cell cell(Cell.Model model, Setting setting) {
        return new Cell(
                container, model, setting.tls() ? Cell.Transport.TLS : Cell.Transport.PLAIN);
    }

    private void stopOurs() {
        ours.values().forEach(Server::close);
        ours.clear();
    }

    @Override
    public void close() {
        stopOurs();
        stock.values().forEach(DemoServer::close);
        stock.clear();
    }
}
