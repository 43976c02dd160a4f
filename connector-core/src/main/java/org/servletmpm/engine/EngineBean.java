package org.servletmpm.engine;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.ConfigurationFile;
import org.servletmpm.directive.Finding;
import org.servletmpm.status.StatusAnswer;

/** Shows and steers an engine in JMX. Any thread. */
final class EngineBean implements EngineMXBean {

    private final Engine engine;

    EngineBean(Engine engine) {
        this.engine = engine;
    }

    @Override
    public String getModel() {
        return engine.getDirectives().model().toString();
    }

    @Override
    public String getAddress() {
        return engine.getAddress();
    }

    @Override
    public int getPort() {
        return engine.getPort();
    }

    @Override
    public String getServerInfo() {
        return engine.getServerInfo();
    }

    @Override
    public Map<String, String> getDirectives() {
        return engine.getDirectives().effective();
    }

    @Override
    public Map<String, String> getDirectiveOrigins() {
        return engine.getDirectives().origins();
    }

    @Override
    public String getStatusAddress() {
        return engine.getStatusAddress();
    }

    @Override
    public boolean isPaused() {
        return engine.isPaused();
    }

    @Override
    public boolean isDraining() {
        return engine.isDraining();
    }

    @Override
    public boolean isDrained() {
        return engine.drained().isDone();
    }

    @Override
    public String getScoreboardLetters() {
        return engine.getScoreboard().snapshot().scoreboardLetters();
    }

    @Override
    public String status(String query) {
        return StatusAnswer.text(query, engine.getAddress(), engine.getPort());
    }

    @Override
    public void pause() {
        engine.pause();
    }

    @Override
    public void resume() {
        engine.resume();
    }

    @Override
    public void drain() {
        engine.drain();
    }

    @Override
    public String reload(String file) {
        if (file == null || file.isEmpty()) {
            throw new IllegalArgumentException("reload: no file is named");
        }
        try {
            return engine.reload(Path.of(file)).findings().stream()
                    .map(Finding::toString)
                    .collect(Collectors.joining("\n"));
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage());
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("reload " + file + ": there is no such file");
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "reload " + file + ": cannot be read: " + ConfigurationFile.reason(e));
        }
    }

    @Override
    public void graceful() {
        engine.graceful();
    }
}
