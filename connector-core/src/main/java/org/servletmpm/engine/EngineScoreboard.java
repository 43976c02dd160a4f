package org.servletmpm.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import org.servletmpm.directive.Directives;
import org.servletmpm.inherit.Inherited;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.status.EngineName;

/** Opens an engine's scoreboard, in memory or as ScoreBoardFile, and closes it. */
final class EngineScoreboard {

    private final EngineName name;
    private final RateLimitedLogger logger;
    private final Scoreboard scoreboard;

    /**
     * @throws IOException when the ScoreBoardFile cannot be used
     */
    EngineScoreboard(
            Directives directives, EngineName name, String serverInfo, RateLimitedLogger logger)
            throws IOException {
        this.name = name;
        this.logger = logger;
        this.scoreboard = open(directives);
        scoreboard.server(serverInfo, name.port(), ProcessHandle.current().pid());
    }

    /**
     * The scoreboard that the control of this process keeps.
     *
     * @throws IOException when the control has ended
     */
    EngineScoreboard(Inherited inherited, EngineName name, RateLimitedLogger logger)
            throws IOException {
        this.name = name;
        this.logger = logger;
        this.scoreboard = inherited.scoreboard();
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
            logger.log(Level.WARNING, "ScoreBoardFile: " + e, e);
        }
    }
}
