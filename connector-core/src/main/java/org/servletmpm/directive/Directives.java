package org.servletmpm.directive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Holds the decisions of an operator about one connector: immutable, checked and corrected as httpd
 * does, and aware of where each value came from. Any thread may read it.
 *
 * <p>Precedence: a directive that was written, then what was written in the container's own words,
 * then httpd's default. Of two of the same rank the later wins. What loses is in {@link
 * #findings()}, as is every other correction.
 */
public final class Directives {

    private final Model model;
    private final Map<Directive, Setting> written;
    private final Map<Directive, Object> values;
    private final OptionalInt maxConnections;
    private final List<Finding> findings;
    private final List<Source> sources;

    private Directives(List<Source> sources, Settings settings, Map<Directive, Object> values) {
        this.sources = List.copyOf(sources);
        this.model = settings.model();
        this.written = new EnumMap<>(settings.written());
        this.values = values;
        this.maxConnections = settings.maxConnections();
        this.findings = List.copyOf(settings.findings());
    }

    /**
     * Something that was written.
     *
     * @param kind what a later one, or a reload, takes the place of
     * @param name of the file, directive or attribute
     */
    private record Source(Kind kind, String name, Consumer<Settings> settings) {

        enum Kind {
            DIRECTIVE,
            FILE,
            CONTAINER
        }
    }

    /**
     * Reads the directives of a restart: the file takes the place of all files read before, and
     * counts after everything else, as what was said last. ServerLimit, ThreadLimit, Listen,
     * ListenBacklog, ScoreBoardFile, PidFile, StatusListen and what limits the wait for a worker
     * keep their value, with a warning.
     *
     * <p>Whoever asks for a reload may be anybody that can name a file, of which this JVM can read
     * more than he can: what is said of its errors has its lines' numbers and the names of
     * directives, and nothing else that is in it.
     *
     * @throws ConfigurationException with every error there is
     */
    public Directives reread(ConfigurationFile file) throws ConfigurationException {
        Builder next = builder().model(model);
        sources.stream()
                .filter(source -> source.kind() != Source.Kind.FILE)
                .forEach(next.sources::add);
        try {
            return next.read(file.text(), file.name()).buildWithin(this);
        } catch (ConfigurationException e) {
            throw e.without(file);
        }
    }

    /**
     * @return a builder that knows everything that was written for this value
     */
    public Builder toBuilder() {
        Builder builder = builder().model(model);
        builder.sources.addAll(sources);
        return builder;
    }

    /** A builder for {@link Model#EVENT} with nothing written yet. */
    public static Builder builder() {
        return new Builder();
    }

    public Model model() {
        return model;
    }

    /** Children at the beginning, 1 to {@link #childrenLimit()}. */
    public int startServers() {
        return number(Directive.START_SERVERS);
    }

    /** Idle children below which more are started, at least 1; 0 outside prefork. */
    public int minSpareServers() {
        return number(Directive.MIN_SPARE_SERVERS);
    }

    /**
     * Idle children above which one is retired, above {@link #minSpareServers()}; 0 outside
     * prefork.
     */
    public int maxSpareServers() {
        return number(Directive.MAX_SPARE_SERVERS);
    }

    /** Idle threads below which more children are started, at least 1; 0 in prefork. */
    public int minSpareThreads() {
        return number(Directive.MIN_SPARE_THREADS);
    }

    /** Idle threads above which one child is retired; 0 in prefork. */
    public int maxSpareThreads() {
        return number(Directive.MAX_SPARE_THREADS);
    }

    /** Workers of each child, 1 to {@link #threadLimit()}; 1 in prefork. */
    public int threadsPerChild() {
        return model.threaded() ? number(Directive.THREADS_PER_CHILD) : 1;
    }

    /** The highest ThreadsPerChild until the server is stopped; 1 in prefork. */
    public int threadLimit() {
        return model.threaded() ? number(Directive.THREAD_LIMIT) : 1;
    }

    /** Slots for children, those that are leaving included; at least {@link #childrenLimit()}. */
    public int serverLimit() {
        return number(Directive.SERVER_LIMIT);
    }

    /** Requests served at once, a multiple of {@link #threadsPerChild()}. */
    public int maxRequestWorkers() {
        return number(Directive.MAX_REQUEST_WORKERS);
    }

    /** Children at work at once: MaxRequestWorkers / ThreadsPerChild, exactly. */
    public int childrenLimit() {
        return maxRequestWorkers() / threadsPerChild();
    }

    /** Connections a child accepts in its life; 0 is no limit. */
    public int maxConnectionsPerChild() {
        return number(Directive.MAX_CONNECTIONS_PER_CHILD);
    }

    /**
     * Connections a child takes for each idle worker, above 0; empty limits nothing, event only.
     */
    public OptionalDouble asyncRequestWorkerFactor() {
        return value(Directive.ASYNC_REQUEST_WORKER_FACTOR, Double.class)
                .map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty);
    }

    /** Connections that may wait in the kernel, at least 1 (default 511). */
    public int listenBacklog() {
        return number(Directive.LISTEN_BACKLOG);
    }

    /** The address to accept at; empty leaves it to the container's address and port. */
    public Optional<ListenAddress> listen() {
        return value(Directive.LISTEN, ListenAddress.class);
    }

    /** In bytes, at least 512; 0 leaves it to the operating system. */
    public int sendBufferSize() {
        return number(Directive.SEND_BUFFER_SIZE);
    }

    /** In bytes, at least 512; 0 leaves it to the operating system. */
    public int receiveBufferSize() {
        return number(Directive.RECEIVE_BUFFER_SIZE);
    }

    /** In bytes; 0 leaves it to the JVM. */
    public long threadStackSize() {
        return value(Directive.THREAD_STACK_SIZE, Long.class).orElseThrow();
    }

    /** The kind of thread that workers are (default platform); always platform in prefork. */
    public ThreadKind workerThreads() {
        return value(Directive.WORKER_THREADS, ThreadKind.class).orElse(ThreadKind.PLATFORM);
    }

    /**
     * Bytes of pooled buffers that may be kept unused, by all workers together (default 2048 KB for
     * each, as in httpd for each thread's allocator); {@link Long#MAX_VALUE} is no limit.
     */
    public long maxMemFree() {
        int kilobytes = number(Directive.MAX_MEM_FREE);
        return kilobytes == 0 ? Long.MAX_VALUE : kilobytes * 1024L * maxRequestWorkers();
    }

    /**
     * Bytes of its responses that a client may leave untaken without a worker waiting for it, in
     * memory; 0 for none. Default 2 MB, or 1/64 of the heap if that is less; 0 outside event.
     */
    public long writeCompletionBuffer() {
        return bytes(Directive.WRITE_COMPLETION_BUFFER, Math.min(2 << 20, maxHeap() / 64));
    }

    /** The same for all connections of an engine together. Default 1/8 of the heap. */
    public long writeCompletionMemory() {
        return bytes(Directive.WRITE_COMPLETION_MEMORY, maxHeap() / 8);
    }

    /**
     * Bytes that each connection may keep beyond that in a temporary file; 0 (default) for none.
     */
    public long writeCompletionSpill() {
        return bytes(Directive.WRITE_COMPLETION_SPILL, 0);
    }

    private long bytes(Directive directive, long unset) {
        return directive.concerns(model) ? value(directive, Long.class).orElse(unset) : 0;
    }

    private static long maxHeap() {
        return Runtime.getRuntime().maxMemory();
    }

    /**
     * Seconds that any stop waits for requests to end; 0 (the default) leaves that to the
     * container: without a time of its own a stop waits for nothing.
     */
    public int gracefulShutdownTimeoutSeconds() {
        return number(Directive.GRACEFUL_SHUTDOWN_TIMEOUT);
    }

    /**
     * Milliseconds for which a client may still begin a request of a server that stops gracefully
     * or a child that leaves; 0 for none. Empty for as long as it was promised (KeepAliveTimeout).
     */
    public OptionalLong gracefulKeepAliveMillis() {
        return millis(Directive.GRACEFUL_KEEP_ALIVE);
    }

    /**
     * Milliseconds from the wish for a graceful stop to its beginning; 0 (the default) for none.
     */
    public long gracefulShutdownDelayMillis() {
        return value(Directive.GRACEFUL_SHUTDOWN_DELAY, Long.class).orElse(0L);
    }

    /** The file to keep the scoreboard in; empty keeps it in memory. */
    public Optional<String> scoreBoardFile() {
        return value(Directive.SCORE_BOARD_FILE, String.class);
    }

    /** The file to write the process id to; empty writes none. */
    public Optional<String> pidFile() {
        return value(Directive.PID_FILE, String.class);
    }

    /** Seconds within which a child has to be ready, at least 1 (default 120); processes only. */
    public int childStartTimeoutSeconds() {
        return number(Directive.CHILD_START_TIMEOUT);
    }

    /**
     * Seconds that the first child of a generation serves before an old child leaves (default 15; 0
     * for none); processes only.
     */
    public int minLifeSeconds() {
        return number(Directive.MIN_LIFE);
    }

    /**
     * Milliseconds after which the thread of a request that still runs is interrupted; 0 (the
     * default) for never.
     */
    public long requestTerminateMillis() {
        return value(Directive.REQUEST_TERMINATE_TIMEOUT, Long.class).orElse(0L);
    }

    /** How many children may be starting at once; unset, the processors; processes only. */
    public int maxStarting() {
        return value(Directive.MAX_STARTING, Integer.class)
                .orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    /** How often children may die until that is told of (default 5/60); processes only. */
    public CrashLimit crashLimit() {
        return value(Directive.CRASH_LIMIT, CrashLimit.class).orElseThrow();
    }

    /** The user that children run as; empty for the control's own; processes only. */
    public Optional<String> user() {
        return value(Directive.USER, String.class);
    }

    /** The group that children run as; empty for their user's; processes only. */
    public Optional<String> group() {
        return value(Directive.GROUP, String.class);
    }

    /** The directory in which children run and leave their cores; empty for the control's own. */
    public Optional<String> coreDumpDirectory() {
        return value(Directive.CORE_DUMP_DIRECTORY, String.class);
    }

    /** Seconds after which idle children leave; 0 (the default) for never; processes only. */
    public int idleExitSeconds() {
        return number(Directive.IDLE_EXIT);
    }

    /** Answered requests after which a child is replaced; 0 (default) for none; processes only. */
    public int recycleRequests() {
        return number(Directive.RECYCLE_REQUESTS);
    }

    /** Seconds after which a child is replaced; 0 (default) for none; processes only. */
    public long recycleAgeSeconds() {
        return (value(Directive.RECYCLE_AGE, Long.class).orElse(0L) + 999) / 1000;
    }

    /** Resident memory above which a child is replaced; 0 (default) for any; processes only. */
    public MemoryLimit recycleMemory() {
        return value(Directive.RECYCLE_MEMORY, MemoryLimit.class).orElse(MemoryLimit.NONE);
    }

    /**
     * Percent of its heap that a child may have used after collections; 0 (default) for any;
     * processes only.
     */
    public int recycleHeapPercent() {
        return number(Directive.RECYCLE_HEAP);
    }

    /** Percent by which the first two may be larger, 0 to 100 (default 10); processes only. */
    public int recycleJitterPercent() {
        return number(Directive.RECYCLE_JITTER);
    }

    /**
     * Says whether children start from an archive of their classes (default On); processes only.
     */
    public boolean sharedArchive() {
        return value(Directive.SHARED_ARCHIVE, Boolean.class).orElse(true);
    }

    /** Paths that a new child is asked for before it is ready; none by default; processes only. */
    public WarmUpPaths warmUp() {
        return value(Directive.WARM_UP, WarmUpPaths.class).orElse(WarmUpPaths.NONE);
    }

    /** Snapshots of the program that are kept, at least 1 (default 2); processes only. */
    public int keepGenerations() {
        return number(Directive.KEEP_GENERATIONS);
    }

    /** Says whether a hook is told of a worker's or child's fatal error (default Off). */
    public boolean enableExceptionHook() {
        return value(Directive.ENABLE_EXCEPTION_HOOK, Boolean.class).orElse(false);
    }

    /** Says whether the status tells each worker's client and request (default On). */
    public boolean extendedStatus() {
        return value(Directive.EXTENDED_STATUS, Boolean.class).orElse(true);
    }

    /** Says whether the thread that selects may run the steps that it finds (default On). */
    public boolean leaderFollower() {
        return value(Directive.LEADER_FOLLOWER, Boolean.class).orElse(true);
    }

    /**
     * The address at which a thread of its own serves the status; without a host it is every one.
     * Empty serves it only where the application does.
     */
    public Optional<Listen> statusListen() {
        return value(Directive.STATUS_LISTEN, Listen.class);
    }

    /**
     * Milliseconds after which a request that a worker runs is logged; 0 (the default) for none.
     */
    public long slowRequestMillis() {
        return value(Directive.SLOW_REQUEST_TIME, Long.class).orElse(0L);
    }

    /**
     * The time for which a read or write may stall, in seconds and rounded up; -1 is no limit,
     * which only the container's words can say. Empty leaves the container's own.
     */
    public OptionalInt timeoutSeconds() {
        return timeoutMillis().stream()
                .mapToInt(ms -> ms < 0 ? -1 : (int) -Math.floorDiv(-ms, 1000L))
                .findFirst();
    }

    /** {@link #timeoutSeconds()} without the rounding: containers count milliseconds. */
    public OptionalLong timeoutMillis() {
        return millis(Directive.TIMEOUT);
    }

    /**
     * The time for which the next request is awaited, in milliseconds; 0 does not wait, -1 is no
     * limit (which only the container's words can say). Empty leaves the container's own.
     */
    public OptionalLong keepAliveTimeoutMillis() {
        return millis(Directive.KEEP_ALIVE_TIMEOUT);
    }

    /** Requests on one connection, 0 is no limit; empty leaves the container's own. */
    public OptionalInt maxKeepAliveRequests() {
        return value(Directive.MAX_KEEP_ALIVE_REQUESTS, Integer.class)
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    /** Says whether a connection may serve several requests; empty leaves the container's own. */
    public Optional<Boolean> keepAlive() {
        return value(Directive.KEEP_ALIVE, Boolean.class);
    }

    /** The times that the parts of a request may take to arrive. */
    public RequestReadTimeout requestReadTimeout() {
        return value(Directive.REQUEST_READ_TIMEOUT, RequestReadTimeout.class).orElseThrow();
    }

    /**
     * Connections at once, at least 1, or -1 for no limit. Not httpd's: present only when it was
     * written in the container's words.
     */
    public OptionalInt maxConnections() {
        return maxConnections;
    }

    /** The code that needs one thread for each connection; none outside event. */
    public Incompatible eventIncompatible() {
        return value(Directive.EVENT_INCOMPATIBLE, Incompatible.class).orElse(Incompatible.NONE);
    }

    /**
     * Milliseconds that a request may wait for a worker before it is refused; 0 (the default) for
     * any time.
     */
    public long requestQueueTimeMillis() {
        return value(Directive.REQUEST_QUEUE_TIME, Long.class).orElse(0L);
    }

    /** Says whether requests are refused in lasting overload; false by default. */
    public boolean overloadControl() {
        return value(Directive.OVERLOAD_CONTROL, Boolean.class).orElse(false);
    }

    /** Says whether anything limits how long a request may wait for a worker. */
    public boolean limitsQueueTime() {
        return requestQueueTimeMillis() > 0 || overloadControl();
    }

    /** Milliseconds that a request may wait for a worker in overload, 1 or more; 100 by default. */
    public long overloadTargetMillis() {
        return value(Directive.OVERLOAD_TARGET, Long.class).orElse(100L);
    }

    /** Paths of requests that are never refused for their wait; none by default. */
    public Paths overloadExempt() {
        return value(Directive.OVERLOAD_EXEMPT, Paths.class).orElse(Paths.NONE);
    }

    /** Seconds after which a refused client is asked to come back, 1 by default; 0 for no word. */
    public int retryAfterSeconds() {
        return number(Directive.RETRY_AFTER);
    }

    /** The origin of a value in httpd's words or the container's; else {@link Origin#DEFAULT}. */
    public Origin origin(Directive directive) {
        Setting setting = written.get(directive);
        return setting == null ? Origin.DEFAULT : setting.origin();
    }

    /** Tells whether the value was written as a directive, not merely in the container's words. */
    public boolean isExplicit(Directive directive) {
        Setting setting = written.get(directive);
        return setting != null && !setting.fromContainer();
    }

    /** Everything that was not simply taken, in the order in which it was met; never an error. */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * The values that take effect, as they would be written: httpd's name and the value, in the
     * order of {@link Directive}. Only what the model has and what has an effect in this JVM; what
     * is left to the container is not there. The map is the caller's own.
     */
    public LinkedHashMap<String, String> effective() {
        return shown(EnumSet.of(Scope.Effect.HERE));
    }

    /**
     * @return as {@link #effective}, with what has an effect only where children are processes
     */
    public LinkedHashMap<String, String> effectiveInProcesses() {
        return shown(EnumSet.of(Scope.Effect.HERE, Scope.Effect.PROCESS_MODE));
    }

    private LinkedHashMap<String, String> shown(Set<Scope.Effect> effects) {
        LinkedHashMap<String, String> shown = new LinkedHashMap<>();
        values.forEach(
                (directive, value) -> {
                    if (effects.contains(directive.effect())) {
                        shown.put(directive.directiveName(), directive.syntax().shown(value));
                    }
                });
        return shown;
    }

    /**
     * @return where written values come from, by directive, of those that {@link #effective} has;
     *     the others are defaults. The map is the caller's own.
     */
    public LinkedHashMap<String, String> origins() {
        LinkedHashMap<String, String> origins = new LinkedHashMap<>();
        for (String name : effective().keySet()) {
            Directive.named(name)
                    .map(this::origin)
                    .filter(origin -> !origin.equals(Origin.DEFAULT))
                    .ifPresent(origin -> origins.put(name, origin.toString()));
        }
        return origins;
    }

    /** 0 where the model does not have the directive. */
    int number(Directive directive) {
        return value(directive, Integer.class).orElse(0);
    }

    Optional<Object> valueOf(Directive directive) {
        return Optional.ofNullable(values.get(directive));
    }

    private OptionalLong millis(Directive directive) {
        return value(directive, Long.class).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private <T> Optional<T> value(Directive directive, Class<T> type) {
        return Optional.ofNullable(type.cast(values.get(directive)));
    }

    /**
     * Collects what was written, in the order in which it is to take effect. It can be built more
     * than once, for one model and then another; it belongs to one thread.
     */
    public static final class Builder {

        private final List<Source> sources = new ArrayList<>();
        private Optional<Model> chosen = Optional.empty();

        /** The model that the files say. */
        private Optional<Model> loaded = Optional.empty();

        private Runtime.Version java = Runtime.version();
        private boolean processes;

        private Builder() {}

        /** The Java version to check for, in place of the one that runs. */
        Builder java(Runtime.Version version) {
            java = version;
            return this;
        }

        /** For a control and its children, which are processes. */
        public Builder forProcesses() {
            processes = true;
            return this;
        }

        /**
         * The model. It decides which blocks of a file count, read or to be read. Without it the
         * model is the one that a file loads ({@code LoadModule mpm_worker_module ...}), the last
         * file that does; without that event.
         */
        public Builder model(Model model) {
            chosen = Optional.of(model);
            return this;
        }

        private Model model() {
            return chosen.or(() -> loaded).orElse(Model.EVENT);
        }

        /**
         * A directive in httpd's words and units, by any spelling {@link Directive#named} knows. An
         * unknown name or a wrong value is reported by {@link #build()}; a directive that the model
         * does not have is checked and has no effect, with a warning, so that one file can serve
         * all models.
         */
        public Builder set(String name, String value, Origin origin) {
            Objects.requireNonNull(name);
            List<String> words = List.of(value.strip());
            Objects.requireNonNull(origin);
            sources.add(
                    new Source(
                            Source.Kind.DIRECTIVE,
                            name,
                            settings -> settings.directive(name, words, origin)));
            return this;
        }

        /**
         * A file in httpd's syntax, which findings will name as it is named here.
         *
         * @throws IOException if it cannot be read, is no regular file or longer than 1 MB; what it
         *     says is checked by {@link #build()}
         */
        public Builder read(Path file) throws IOException {
            ConfigurationFile whole = ConfigurationFile.read(file);
            return read(whole.text(), whole.name());
        }

        /** The text of a file in httpd's syntax. */
        public Builder read(String text, String sourceName) {
            Objects.requireNonNull(text);
            Objects.requireNonNull(sourceName);
            loaded = HttpdSyntax.loaded(text).or(() -> loaded);
            sources.add(
                    new Source(
                            Source.Kind.FILE,
                            sourceName,
                            settings -> HttpdSyntax.read(text, sourceName, settings)));
            return this;
        }

        /**
         * Adds values that somebody wrote in the container's own words, which yield to any
         * directive: {@code maxThreads} (MaxRequestWorkers), {@code minSpareThreads}
         * (MinSpareThreads), {@code acceptCount} (ListenBacklog), {@code maxConnections}, {@code
         * connectionTimeout} and {@code keepAliveTimeout} in milliseconds (0 and below: no limit),
         * {@code maxKeepAliveRequests} (0 and below: no limit). Of two values for one of them the
         * later counts. A container's defaults must not be given here.
         */
        public Builder container(String attribute, String value, Origin origin) {
            Objects.requireNonNull(attribute);
            Objects.requireNonNull(value);
            Objects.requireNonNull(origin);
            sources.removeIf(
                    source ->
                            source.kind() == Source.Kind.CONTAINER
                                    && source.name().equals(attribute));
            sources.add(
                    new Source(
                            Source.Kind.CONTAINER,
                            attribute,
                            settings -> settings.attribute(attribute, value, origin)));
            return this;
        }

        /**
         * Checks and corrects.
         *
         * @throws ConfigurationException with every error there is
         */
        public Directives build() throws ConfigurationException {
            return build(Optional.empty());
        }

        /**
         * Checks and corrects for a restart: what cannot change while the server runs stays as it
         * is, with a warning.
         *
         * @throws ConfigurationException with every error there is; another model is one
         */
        public Directives buildWithin(Directives running) throws ConfigurationException {
            return build(Optional.of(running));
        }

        private Directives build(Optional<Directives> running) throws ConfigurationException {
            Model model = model();
            Settings settings = new Settings(model, java, processes);
            sources.forEach(source -> source.settings().accept(settings));
            running.filter(started -> started.model() != model)
                    .ifPresent(started -> settings.add(modelChanged(started.model(), model)));
            settings.refuseErrors();
            return new Directives(sources, settings, ConfigurationCheck.values(settings, running));
        }

        Builder copy() {
            Builder copy = new Builder().java(java);
            copy.chosen = chosen;
            copy.loaded = loaded;
            copy.processes = processes;
            copy.sources.addAll(sources);
            return copy;
        }

        private static Finding modelChanged(Model started, Model model) {
            String allowed = started + " until the server is stopped";
            Origin restart = Origin.of("restart");
            return new Finding(Level.ERROR, restart, "mpm", model.toString(), allowed, "");
        }
    }
}
