package org.servletmpm.directive;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every directive of httpd that is understood here, and those of ours, in the order in which it is
 * shown.
 */
public enum Directive {
    START_SERVERS(
            "StartServers",
            Scope.in("5", "3", "3"),
            "children",
            Syntax.CORRECTED,
            "Children started at the beginning."),
    MIN_SPARE_SERVERS(
            "MinSpareServers",
            Scope.prefork("5"),
            "children",
            Syntax.CORRECTED,
            "Fewer idle children than this, and more are started."),
    MAX_SPARE_SERVERS(
            "MaxSpareServers",
            Scope.prefork("10"),
            "children",
            Syntax.CORRECTED,
            "More idle children than this, and one a second is retired."),
    MIN_SPARE_THREADS(
            "MinSpareThreads",
            Scope.threaded("75"),
            "threads",
            Syntax.CORRECTED,
            "Fewer idle threads than this over all children, and more children are started."),
    MAX_SPARE_THREADS(
            "MaxSpareThreads",
            Scope.threaded("250"),
            "threads",
            Syntax.CORRECTED,
            "More idle threads than this over all children, and one child a second is retired."),
    THREADS_PER_CHILD(
            "ThreadsPerChild",
            Scope.threaded("25"),
            "threads",
            Syntax.CORRECTED,
            "Worker threads of each child."),
    THREAD_LIMIT(
            "ThreadLimit",
            Scope.threaded("64"),
            "threads",
            Syntax.CORRECTED,
            "The highest ThreadsPerChild until the server is stopped."),
    SERVER_LIMIT(
            "ServerLimit",
            Scope.in("256", "16", "16"),
            "children",
            Syntax.CORRECTED,
            "The most children there can be until the server is stopped."),
    MAX_REQUEST_WORKERS(
            "MaxRequestWorkers",
            List.of("MaxClients"),
            Scope.in("256", "400", "400"),
            "threads",
            Syntax.CORRECTED,
            Effect.HERE,
            "The most requests served at once; the container's maxThreads is the same."),
    MAX_CONNECTIONS_PER_CHILD(
            "MaxConnectionsPerChild",
            List.of("MaxRequestsPerChild"),
            Scope.all("0"),
            "connections",
            Syntax.NOT_NEGATIVE,
            Effect.HERE,
            "Connections a child accepts before it is recycled; 0 is no limit."),
    ASYNC_REQUEST_WORKER_FACTOR(
            "AsyncRequestWorkerFactor",
            Scope.event(""),
            "connections per idle worker",
            Syntax.FACTOR,
            "Connections a child takes beyond ThreadsPerChild for each idle worker; unset, only"
                    + " the container's maxConnections bounds them."),
    LISTEN(
            "Listen",
            Scope.all(""),
            "[address:]port",
            Syntax.LISTEN,
            "Where connections are accepted, one per connector; unset, the container's address"
                    + " and port."),
    LISTEN_BACKLOG(
            "ListenBacklog",
            Scope.all("511"),
            "connections",
            Syntax.POSITIVE,
            "Connections that may wait in the kernel; the container's acceptCount is the same."),
    SEND_BUFFER_SIZE(
            "SendBufferSize",
            Scope.all("0"),
            "bytes",
            Syntax.SOCKET_BUFFER,
            "The sockets' send buffer; 0 leaves it to the operating system."),
    RECEIVE_BUFFER_SIZE(
            "ReceiveBufferSize",
            Scope.all("0"),
            "bytes",
            Syntax.SOCKET_BUFFER,
            "The sockets' receive buffer; 0 leaves it to the operating system."),
    THREAD_STACK_SIZE(
            "ThreadStackSize",
            Scope.all("0"),
            "bytes",
            Syntax.STACK_SIZE,
            "Stack of each worker thread; 0 leaves it to the JVM."),
    WORKER_THREADS(
            "WorkerThreads",
            Scope.threaded("platform"),
            "platform or virtual",
            Syntax.WORKER_THREADS,
            "Whether workers are threads of the operating system or virtual ones: within the same"
                    + " limits, on Java 21 or later (in worker 24)."),
    MAX_MEM_FREE(
            "MaxMemFree",
            Scope.all("2048"),
            "KB",
            Syntax.NOT_NEGATIVE,
            "Pooled buffer memory that is kept for reuse, for each worker; 0 is no limit."),
    WRITE_COMPLETION_BUFFER(
            "WriteCompletionBuffer",
            Scope.event(""),
            "bytes",
            Syntax.BYTES,
            "What a client has not yet taken of its responses, kept in memory without a worker; 0"
                    + " keeps none, unset it is 2 MB, or 1/64 of the heap if that is less."),
    WRITE_COMPLETION_MEMORY(
            "WriteCompletionMemory",
            Scope.event(""),
            "bytes",
            Syntax.BYTES,
            "The same for all connections together; unset, 1/8 of the heap."),
    WRITE_COMPLETION_SPILL(
            "WriteCompletionSpill",
            Scope.event("0"),
            "bytes",
            Syntax.BYTES,
            "What a connection may keep beyond its memory in a temporary file; 0 keeps none."),
    GRACEFUL_SHUTDOWN_TIMEOUT(
            "GracefulShutdownTimeout",
            Scope.all("0"),
            "seconds",
            Syntax.NOT_NEGATIVE,
            "How long a graceful stop waits for requests to end; 0 is no limit."),
    GRACEFUL_KEEP_ALIVE(
            "GracefulKeepAlive",
            Scope.all(""),
            "seconds",
            Syntax.DURATION,
            "How long a client may still begin a request, answered with Connection: close, when the"
                    + " server stops gracefully or its child leaves; 0 ends idle connections at"
                    + " once, unset it is KeepAliveTimeout, at a stop no more than 5 s (500ms is"
                    + " understood)."),
    GRACEFUL_SHUTDOWN_DELAY(
            "GracefulShutdownDelay",
            Scope.all("0"),
            "seconds",
            Syntax.DURATION,
            "How long a server that is to stop gracefully serves on as ever, but is not ready"
                    + " (/ready) and answers with Connection: close, before the stop begins."),
    SCORE_BOARD_FILE(
            "ScoreBoardFile",
            Scope.all(""),
            "file",
            Syntax.TEXT,
            "Keeps the scoreboard in a mapped file that can be read from outside."),
    PID_FILE(
            "PidFile",
            Scope.all(""),
            "file",
            Syntax.TEXT,
            "Where this JVM's process id is written, in process mode the control process's."),
    ACCEPT_MUTEX(
            "AcceptMutex",
            List.of(),
            Scope.all(""),
            "mechanism",
            Syntax.MUTEX,
            Effect.UNNEEDED,
            "Accepting is serialised in any case; only the value is checked."),
    LOCK_FILE(
            "LockFile",
            List.of(),
            Scope.all(""),
            "file",
            Syntax.TEXT,
            Effect.UNNEEDED,
            "The lock file of httpd 2.2's AcceptMutex; not needed in one JVM."),
    MUTEX(
            "Mutex",
            List.of(),
            Scope.all(""),
            "mechanism",
            Syntax.MUTEX,
            Effect.UNNEEDED,
            "AcceptMutex and LockFile since httpd 2.4; only the value is checked."),
    CORE_DUMP_DIRECTORY(
            "CoreDumpDirectory",
            List.of(),
            Scope.all(""),
            "directory",
            Syntax.TEXT,
            Effect.PROCESS_MODE,
            "Where a crashed child leaves its core; process mode only."),
    ENABLE_EXCEPTION_HOOK(
            "EnableExceptionHook",
            Scope.all("Off"),
            "On or Off",
            Syntax.FLAG,
            "Whether a hook is told of a worker's or child's fatal error."),
    EXTENDED_STATUS(
            "ExtendedStatus",
            Scope.all("On"),
            "On or Off",
            Syntax.FLAG,
            "Whether the status tells the client and request of each worker, and sums of traffic."),
    STATUS_LISTEN(
            "StatusListen",
            Scope.all(""),
            "[address:]port",
            Syntax.STATUS_LISTEN,
            "Where the status and probes are answered by a thread of their own, also when every"
                    + " worker is busy; without an address for clients of this machine only."),
    SLOW_REQUEST_TIME(
            "SlowRequestTime",
            Scope.all("0"),
            "seconds",
            Syntax.DURATION,
            "A worker that runs a request for longer than this is logged once, with its stack"
                    + " (500ms is understood); 0 logs none."),
    USER(
            "User",
            List.of(),
            Scope.all(""),
            "user",
            Syntax.TEXT,
            Effect.PROCESS_MODE,
            "The user that children run as; process mode only."),
    GROUP(
            "Group",
            List.of(),
            Scope.all(""),
            "group",
            Syntax.TEXT,
            Effect.PROCESS_MODE,
            "The group that children run as; process mode only."),
    LISTEN_CORES_BUCKETS_RATIO(
            "ListenCoresBucketsRatio",
            List.of(),
            Scope.all(""),
            "ratio",
            Syntax.TEXT,
            Effect.REFUSED,
            "Refused: children share one listening socket, there are no buckets."),
    EVENT_INCOMPATIBLE(
            "EventIncompatible",
            Scope.event(""),
            "classes and URL patterns",
            Syntax.INCOMPATIBLE,
            "Filters and servlets that need one thread for each connection: a connection that meets"
                    + " one is served by one worker from then to its end."),
    LEADER_FOLLOWER(
            "LeaderFollower",
            Scope.event("On"),
            "On or Off",
            Syntax.FLAG,
            "Whether a worker may do the listener's duty and run itself what it finds, where that"
                    + " is expected to be short; Off wakes a worker for each request."),
    TIMEOUT(
            "Timeout",
            Scope.all(""),
            "seconds",
            Syntax.SECONDS,
            "How long a read or write may stall; unset, the container's connectionTimeout."),
    KEEP_ALIVE(
            "KeepAlive",
            Scope.all(""),
            "On or Off",
            Syntax.FLAG,
            "Whether a connection may serve several requests; unset, as the container has it."),
    KEEP_ALIVE_TIMEOUT(
            "KeepAliveTimeout",
            Scope.all(""),
            "seconds",
            Syntax.DURATION,
            "How long the next request is awaited (500ms is understood); unset, as the container"
                    + " has it."),
    MAX_KEEP_ALIVE_REQUESTS(
            "MaxKeepAliveRequests",
            Scope.all(""),
            "requests",
            Syntax.NOT_NEGATIVE,
            "Requests on one connection, 0 is no limit; unset, as the container has it."),
    REQUEST_READ_TIMEOUT(
            "RequestReadTimeout",
            Scope.all(RequestReadTimeout.DEFAULT),
            "seconds, bytes",
            Syntax.REQUEST_READ_TIMEOUT,
            "How long handshake=, header= and body= of a request may take to arrive, as in"
                    + " mod_reqtimeout; 0 is no limit, parts not named keep their default"
                    + " (handshake and body: 0).");

    /** What a directive does in one JVM. */
    enum Effect {
        HERE,
        UNNEEDED,
        PROCESS_MODE,
        REFUSED
    }

    /** The others are httpd's, its core's or one of its modules'. */
    private static final Set<Directive> OURS =
            Set.of(
                    WRITE_COMPLETION_BUFFER,
                    WRITE_COMPLETION_MEMORY,
                    WRITE_COMPLETION_SPILL,
                    GRACEFUL_KEEP_ALIVE,
                    GRACEFUL_SHUTDOWN_DELAY,
                    STATUS_LISTEN,
                    SLOW_REQUEST_TIME,
                    EVENT_INCOMPATIBLE,
                    LEADER_FOLLOWER,
                    WORKER_THREADS);

    /** Of a name that is none; longer ones are no typing errors. */
    private static final int MOST_COMPARED = 64;

    private static final Map<String, Directive> BY_NAME =
            Arrays.stream(values())
                    .flatMap(d -> d.names().map(name -> Map.entry(lowerCase(name), d)))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String name;
    private final List<String> aliases;
    private final Scope scope;
    private final String unit;
    private final Syntax<?> syntax;
    private final Effect effect;
    private final String description;

    Directive(String name, Scope scope, String unit, Syntax<?> syntax, String description) {
        this(name, List.of(), scope, unit, syntax, Effect.HERE, description);
    }

    Directive(
            String name,
            List<String> aliases,
            Scope scope,
            String unit,
            Syntax<?> syntax,
            Effect effect,
            String description) {
        this.name = name;
        this.aliases = aliases;
        this.scope = scope;
        this.unit = unit;
        this.syntax = syntax;
        this.effect = effect;
        this.description = description;
    }

    /** The directive of that httpd name, camel-case name or alias, in any case. */
    public static Optional<Directive> named(String name) {
        return Optional.ofNullable(BY_NAME.get(lowerCase(name.strip())));
    }

    /** The one whose name or alias takes the fewest typing errors to become {@code name}. */
    static Directive nearest(String name) {
        String enough = name.substring(0, Math.min(name.length(), MOST_COMPARED));
        return BY_NAME.get(Spelling.nearest(lowerCase(enough), BY_NAME.keySet()));
    }

    /** Whether httpd has it, too. */
    public boolean isHttpds() {
        return !OURS.contains(this);
    }

    /** The name in httpd's syntax, such as {@code StartServers}. */
    public String directiveName() {
        return name;
    }

    /**
     * The name as an attribute or property, such as {@code startServers}. Beware that Tomcat's own
     * {@code keepAliveTimeout} counts milliseconds, httpd's seconds.
     */
    public String camelCase() {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** Deprecated names, accepted with an information line. */
    public List<String> aliases() {
        return aliases;
    }

    /** What the value counts or names, such as {@code threads}, {@code bytes} or {@code file}. */
    public String unit() {
        return unit;
    }

    /**
     * What the value is in Java: an Integer, Long, Double, Boolean, String or a type of its own.
     */
    public Class<?> type() {
        return syntax.type();
    }

    /** Whether the directive means something in that model. */
    public boolean concerns(Model model) {
        return scope.has(model);
    }

    /** httpd's default; empty where unset means something of its own, or the container decides. */
    public Optional<String> defaultFor(Model model) {
        return scope.in(model);
    }

    /** One sentence for a table of directives. */
    public String description() {
        return description;
    }

    /** {@link #directiveName()}. */
    @Override
    public String toString() {
        return name;
    }

    Syntax<?> syntax() {
        return syntax;
    }

    Effect effect() {
        return effect;
    }

    private Stream<String> names() {
        return Stream.concat(Stream.of(name), aliases.stream());
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
