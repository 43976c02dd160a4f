package org.servletmpm.engine;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.ConfigurationFile;
import org.servletmpm.directive.Finding;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.Total;

/** Reads an engine's figures for JMX. Any thread. */
final class EngineBean implements EngineMXBean {

    private final Engine engine;

    EngineBean(Engine engine) {
        this.engine = engine;
    }

    private Snapshot now() {
        return engine.getScoreboard().snapshot();
    }

    @Override
    public String getModel() {
        return now().model().toString();
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
    public int getGeneration() {
        return now().generation();
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
    public int getBusyWorkers() {
        return now().busyWorkers();
    }

    @Override
    public int getIdleWorkers() {
        return now().idleWorkers();
    }

    @Override
    public int getGracefulWorkers() {
        return now().gracefulWorkers();
    }

    @Override
    public int getProcesses() {
        return now().processes();
    }

    @Override
    public int getStopping() {
        return now().stopping();
    }

    @Override
    public int getConnsTotal() {
        return now().connsTotal();
    }

    @Override
    public int getConnsAsyncWaitIO() {
        return now().async().waitIo();
    }

    @Override
    public int getConnsAsyncWriting() {
        return now().async().writing();
    }

    @Override
    public int getConnsAsyncKeepAlive() {
        return now().async().keepAlive();
    }

    @Override
    public int getConnsAsyncClosing() {
        return now().async().closing();
    }

    @Override
    public int getConnsPinned() {
        return now().gauge(Gauge.PINNED);
    }

    @Override
    public long getTotalAccesses() {
        return now().totalAccesses();
    }

    @Override
    public long getTotalBytes() {
        return now().totalBytes();
    }

    @Override
    public long getTotalDurationMillis() {
        return now().totalDurationMillis();
    }

    @Override
    public long getRequestsHelped() {
        return now().total(Total.REQUESTS_HELPED);
    }

    @Override
    public long getConnsHandedOver() {
        return now().total(Total.CONNS_HANDED_OVER);
    }

    @Override
    public long getConnsEvicted() {
        return now().total(Total.CONNS_EVICTED);
    }

    @Override
    public int getUnsentKBytes() {
        return now().gauge(Gauge.UNSENT);
    }

    @Override
    public int getBlockedWriters() {
        return now().gauge(Gauge.BLOCKED_WRITERS);
    }

    @Override
    public long getWritesBlocked() {
        return now().total(Total.WRITES_BLOCKED);
    }

    @Override
    public int getRequestsQueued() {
        return now().gauge(Gauge.QUEUED);
    }

    @Override
    public int getQueueAgeMillis() {
        return now().gauge(Gauge.QUEUE_AGE);
    }

    @Override
    public int getQueueWaitMillis() {
        return now().gauge(Gauge.QUEUE_WAIT);
    }

    @Override
    public boolean isOverloaded() {
        return now().gauge(Gauge.OVERLOADED) > 0;
    }

    @Override
    public Map<String, Long> getRefused() {
        Snapshot now = now();
        Map<String, Long> refused = new LinkedHashMap<>();
        for (Total refusal : Total.refusals()) {
            refused.put(refusal.reason().orElseThrow(), now.total(refusal));
        }
        return refused;
    }

    @Override
    public long getAcceptsFailed() {
        return now().total(Total.ACCEPTS_FAILED);
    }

    @Override
    public String getScoreboardLetters() {
        return now().scoreboardLetters();
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
