package org.servletmpm.directive;

import static org.servletmpm.directive.Directive.MAX_REQUEST_WORKERS;
import static org.servletmpm.directive.Directive.MAX_SPARE_SERVERS;
import static org.servletmpm.directive.Directive.MAX_SPARE_THREADS;
import static org.servletmpm.directive.Directive.MIN_SPARE_SERVERS;
import static org.servletmpm.directive.Directive.MIN_SPARE_THREADS;
import static org.servletmpm.directive.Directive.SERVER_LIMIT;
import static org.servletmpm.directive.Directive.START_SERVERS;
import static org.servletmpm.directive.Directive.THREADS_PER_CHILD;
import static org.servletmpm.directive.Directive.THREAD_LIMIT;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Corrects the pool's limits as httpd does, in httpd's order. A value that somebody wrote is
 * corrected with a warning, a default with an information line. Belongs to the thread that builds
 * the directives.
 *
 * <p>Two rules are ours, for a limit written in the container's words (maxThreads): no correction
 * exceeds it, so ThreadsPerChild yields to it; and a default ServerLimit grows to reach it, so that
 * a drop-in loses no capacity.
 *
 * <p>Invariants afterwards, whatever was written: every value is at least 1, ThreadsPerChild is at
 * most ThreadLimit, MaxRequestWorkers is a multiple of ThreadsPerChild, and there are at most
 * ServerLimit children.
 */
final class ConfigurationCheck {

    /**
     * Directives that a restart cannot change: the engine opens these sockets and files once, and
     * all children, old and new, have one queue of requests.
     */
    private static final List<Directive> FIXED =
            List.of(
                    Directive.LISTEN,
                    Directive.LISTEN_BACKLOG,
                    Directive.SCORE_BOARD_FILE,
                    Directive.PID_FILE,
                    Directive.STATUS_LISTEN,
                    Directive.REQUEST_QUEUE_TIME,
                    Directive.OVERLOAD_CONTROL,
                    Directive.OVERLOAD_TARGET,
                    Directive.OVERLOAD_EXEMPT,
                    Directive.RETRY_AFTER);

    private static final String UNTIL_STOPPED = " until the connector is stopped and started";

    private final Settings settings;
    private final Model model;
    private final Map<Directive, Object> values = new EnumMap<>(Directive.class);
    private final Optional<Directives> running;

    private ConfigurationCheck(Settings settings, Optional<Directives> running) {
        this.settings = settings;
        this.model = settings.model();
        this.running = running;
        for (Directive directive : Directive.values()) {
            if (directive.concerns(model)) {
                initial(directive).ifPresent(value -> values.put(directive, value));
            }
        }
    }

    /**
     * Corrects the values that are written, and adds a finding to the settings for each correction.
     *
     * @param running what a restart starts from; its ServerLimit and ThreadLimit stay
     * @return the values that take effect
     */
    static Map<Directive, Object> values(Settings settings, Optional<Directives> running) {
        ConfigurationCheck check = new ConfigurationCheck(settings, running);
        check.run();
        return check.values;
    }

    private Optional<?> initial(Directive directive) {
        Optional<Setting> written = settings.written(directive);
        return written.isPresent()
                ? written.map(Setting::value)
                : directive.defaultFor(model).flatMap(directive.syntax().read());
    }

    private void run() {
        running.ifPresent(started -> FIXED.forEach(directive -> keep(directive, started)));
        limit(SERVER_LIMIT, mostServers());
        if (model.threaded()) {
            limit(THREAD_LIMIT, model == Model.EVENT ? 100_000 : 20_000);
            atMost(THREADS_PER_CHILD, value(THREAD_LIMIT), "1 to ThreadLimit");
            atLeastOne(THREADS_PER_CHILD);
        }
        containerLimit().ifPresent(this::makeRoom);
        if (model.threaded()) {
            threadedWorkers();
        } else {
            atMost(MAX_REQUEST_WORKERS, value(SERVER_LIMIT), "1 to ServerLimit");
            atLeastOne(MAX_REQUEST_WORKERS);
        }
        atLeastOne(START_SERVERS);
        atLeastOne(model.threaded() ? MIN_SPARE_THREADS : MIN_SPARE_SERVERS);
        atMost(
                START_SERVERS,
                model.threaded()
                        ? value(MAX_REQUEST_WORKERS) / value(THREADS_PER_CHILD)
                        : value(MAX_REQUEST_WORKERS),
                model.threaded()
                        ? "at most MaxRequestWorkers / ThreadsPerChild"
                        : "at most MaxRequestWorkers");
        if (model.threaded()) {
            atLeast(
                    MAX_SPARE_THREADS,
                    (long) value(MIN_SPARE_THREADS) + value(THREADS_PER_CHILD) + 1,
                    "at least MinSpareThreads + ThreadsPerChild + 1");
        } else {
            atLeast(
                    MAX_SPARE_SERVERS,
                    (long) value(MIN_SPARE_SERVERS) + 1,
                    "at least MinSpareServers + 1");
        }
        if (values.get(Directive.WORKER_THREADS) == ThreadKind.VIRTUAL) {
            stackless();
            ledByTheListener();
        }
    }

    /**
     * Leaves selecting to the listener before Java 24: a virtual thread that selects holds its
     * carrier thread.
     */
    private void ledByTheListener() {
        if (settings.java().feature() < ThreadKind.UNPINNED_SINCE
                && Boolean.TRUE.equals(values.get(Directive.LEADER_FOLLOWER))) {
            values.put(Directive.LEADER_FOLLOWER, false);
            settings.written(Directive.LEADER_FOLLOWER)
                    .map(
                            written ->
                                    written.finding(
                                            Level.WARNING,
                                            "Off with WorkerThreads virtual before Java 24",
                                            "using Off"))
                    .ifPresent(settings::add);
        }
    }

    private void stackless() {
        settings.written(Directive.THREAD_STACK_SIZE)
                .filter(written -> !written.value().equals(0L))
                .map(
                        written ->
                                written.finding(
                                        Level.WARNING,
                                        "",
                                        "has no effect with WorkerThreads virtual"))
                .ifPresent(settings::add);
    }

    /** Corrects a limit for which memory is laid out once: a restart keeps the start's. */
    private void limit(Directive directive, int hardMaximum) {
        atMost(directive, hardMaximum, "1 to the hard maximum");
        atLeastOne(directive);
        running.ifPresent(
                started -> {
                    int first = started.number(directive);
                    if (value(directive) != first) {
                        correct(directive, first, first + UNTIL_STOPPED);
                    }
                });
    }

    private void keep(Directive directive, Directives started) {
        Optional<?> first = started.valueOf(directive);
        Object next = values.get(directive);
        if (first.equals(Optional.ofNullable(next))) {
            return;
        }
        String kept = first.map(directive.syntax()::shown).orElse("none");
        settings.add(
                new Finding(
                        Level.WARNING,
                        settings.written(directive).map(Setting::origin).orElse(Origin.DEFAULT),
                        directive.directiveName(),
                        next == null ? "" : directive.syntax().shown(next),
                        kept + UNTIL_STOPPED,
                        "using " + kept));
        values.remove(directive);
        first.ifPresent(value -> values.put(directive, value));
    }

    private Optional<Setting> containerLimit() {
        return settings.written(MAX_REQUEST_WORKERS).filter(Setting::fromContainer);
    }

    private void makeRoom(Setting written) {
        atLeastOne(MAX_REQUEST_WORKERS);
        int limit = value(MAX_REQUEST_WORKERS);
        boolean growing = settings.written(SERVER_LIMIT).isEmpty() && running.isEmpty();
        if (model.threaded()) {
            int threads = value(THREADS_PER_CHILD);
            if (threads > limit) {
                atMost(THREADS_PER_CHILD, limit, "at most " + name(written));
            } else if (settings.written(THREADS_PER_CHILD).isEmpty()) {
                int children = growing ? limit : value(SERVER_LIMIT);
                int fitting = fitting(limit, threads, children);
                if (fitting != threads) {
                    String rule = "a divisor of " + name(written) + " (" + limit + ")";
                    correct(THREADS_PER_CHILD, fitting, rule);
                }
            }
        }
        if (growing) {
            int needed = model.threaded() ? limit / value(THREADS_PER_CHILD) : limit;
            atLeast(SERVER_LIMIT, Math.min(needed, mostServers()), "enough for " + name(written));
        }
    }

    /** Finds the size, above half the usual one, that leaves least of the limit unused. */
    private static int fitting(int limit, int usual, int children) {
        int best = usual;
        for (int size = usual; size > usual / 2; size--) {
            if (capacity(limit, size, children) > capacity(limit, best, children)) {
                best = size;
            }
        }
        return best;
    }

    private static long capacity(int limit, int size, int children) {
        return (long) Math.min(limit / size, children) * size;
    }

    private void threadedWorkers() {
        int threads = value(THREADS_PER_CHILD);
        atLeast(MAX_REQUEST_WORKERS, threads, "at least ThreadsPerChild");
        int workers = value(MAX_REQUEST_WORKERS);
        if (workers % threads != 0) {
            String rule = "a multiple of ThreadsPerChild (" + threads + ")";
            correct(MAX_REQUEST_WORKERS, workers - workers % threads, rule);
        }
        int most = (int) Math.min(Integer.MAX_VALUE, (long) value(SERVER_LIMIT) * threads);
        atMost(MAX_REQUEST_WORKERS, most, "at most ServerLimit x ThreadsPerChild");
    }

    private void atLeastOne(Directive directive) {
        if (value(directive) < 1) {
            correct(directive, 1, "at least 1");
        }
    }

    private void atMost(Directive directive, int most, String rule) {
        if (value(directive) > most) {
            correct(directive, most, rule + " (" + most + ")");
        }
    }

    /** Raises a value to a bound; a bound that no int can hold is the greatest int. */
    private void atLeast(Directive directive, long least, String rule) {
        int bound = (int) Math.min(Integer.MAX_VALUE, least);
        if (value(directive) < bound) {
            correct(directive, bound, rule + " (" + bound + ")");
        }
    }

    private void correct(Directive directive, int right, String allowed) {
        Optional<Setting> written = settings.written(directive);
        settings.add(
                new Finding(
                        written.isPresent() ? Level.WARNING : Level.INFO,
                        written.map(Setting::origin).orElse(Origin.DEFAULT),
                        directive.directiveName(),
                        Integer.toString(value(directive)),
                        allowed,
                        "using " + right));
        values.put(directive, right);
    }

    private int value(Directive directive) {
        return (Integer) values.get(directive);
    }

    /** httpd's hard maximum of ServerLimit. */
    private int mostServers() {
        return model.threaded() ? 20_000 : 200_000;
    }

    private static String name(Setting limit) {
        return limit.origin().toString();
    }
}
