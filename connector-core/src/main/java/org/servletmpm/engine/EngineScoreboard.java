package org.servletmpm.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.Scoreboard;

/** Keeps an engine's scoreboard, in memory or as ScoreBoardFile. */
final class EngineScoreboard {

    private static final System.Logger LOG = System.getLogger(EngineScoreboard.class.getName());

    private final EngineName name;
    private final Scoreboard scoreboard;

    /**
     * @throws IOException when the ScoreBoardFile cannot be used
     */
    EngineScoreboard(Directives directives, EngineName name, String serverInfo) throws IOException {
        this.name = name;
        this.scoreboard = open(directives);
        scoreboard.server(serverInfo, name.port(), ProcessHandle.current().pid());
    }

    private static Scoreboard open(Directives directives) throws IOException {
        long now = System.currentTimeMillis();
        int slots = directives.serverLimit();
        int threads = directives.threadLimit();
        Optional<String> file = directives.scoreBoardFile();
        return file.isPresent()
                ? Scoreboard.map(Path.of(file.get()), directives.model(), slots, threads, now)
                : Scoreboard.create(directives.model(), slots, threads, now);
    }

    Scoreboard scoreboard() {
        return scoreboard;
    }

    /** Deletes the file, if there is one. */
    void close() {
        try {
            scoreboard.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "ScoreBoardFile of " + name.place() + ": " + e, e);
        }
    }
}
