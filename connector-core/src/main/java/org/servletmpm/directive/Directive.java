package org.servletmpm.directive;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lists every directive that is understood here, httpd's and ours, in the order in which it is
 * shown.
 *
 * <p>A directive is added in these places:
 *
 * <ol>
 *   <li>A constant here. It can then be written in every way there is: in a file in httpd's syntax,
 *       as an attribute of Tomcat's, as a property of Spring Boot's.
 *   <li>A method of {@link Directives} that returns its value, with the unit, the range and the
 *       default; the value is used where it takes effect.
 *   <li>{@link ConfigurationCheck}, if it depends on other directives or a restart cannot change
 *       it.
 *   <li>{@code mvn test -Dwrite=true -Dsurefire.failIfNoSpecifiedTests=false
 *       -Dtest=ReadmeTest,MetadataTest,JettyHomeTest} writes the table of docs/directives.md,
 *       Spring Boot's metadata, and what Jetty has of it (modules, XML files, {@code
 *       DirectiveProperties}). Without {@code -Dwrite} these tests fail until that is done.
 * </ol>
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
            Names.formerly("MaxRequestWorkers", "MaxClients"),
            Scope.in("256", "400", "400"),
            "threads",
            Syntax.CORRECTED,
            "The most requests served at once; the container's maxThreads is the same."),
    MAX_CONNECTIONS_PER_CHILD(
            Names.formerly("MaxConnectionsPerChild", "MaxRequestsPerChild"),
            Scope.all("0"),
            "connections",
            Syntax.NOT_NEGATIVE,
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
            Scope.ofOneConnector(),
            "[address:]port or unix:/path",
            Syntax.LISTEN,
            "Where connections are accepted, one per connector; a Unix domain socket on Tomcat"
                    + " only; unset, the container's address and port."),
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
            Names.ours("WorkerThreads"),
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
            Names.ours("WriteCompletionBuffer"),
            Scope.event(""),
            "bytes",
            Syntax.BYTES,
            "What a client has not yet taken of its responses, kept in memory without a worker; 0"
                    + " keeps none, unset it is 2 MB, or 1/64 of the heap if that is less."),
    WRITE_COMPLETION_MEMORY(
            Names.ours("WriteCompletionMemory"),
            Scope.event(""),
            "bytes",
            Syntax.BYTES,
            "The same for all connections together; unset, 1/8 of the heap."),
    WRITE_COMPLETION_SPILL(
            Names.ours("WriteCompletionSpill"),
            Scope.event("0"),
            "bytes",
            Syntax.BYTES,
            "What a connection may keep beyond its memory in a temporary file; 0 keeps none."),
    GRACEFUL_SHUTDOWN_TIMEOUT(
            "GracefulShutdownTimeout",
            Scope.all("0"),
            "seconds",
            Syntax.STOP_TIME,
            "How long a stop waits for requests to end, whatever the container says; 0 leaves that to"
                    + " the container: where it gives no time, a stop waits for nothing."),
    GRACEFUL_KEEP_ALIVE(
            Names.ours("GracefulKeepAlive"),
            Scope.all(""),
            "seconds",
            Syntax.DURATION,
            "How long a client may still begin a request, answered with Connection: close, when the"
                    + " server stops gracefully or its child leaves; 0 ends idle connections at"
                    + " once, unset it is KeepAliveTimeout, at a stop no more than 5 s (500ms is"
                    + " understood)."),
    GRACEFUL_SHUTDOWN_DELAY(
            Names.ours("GracefulShutdownDelay"),
            Scope.all("0"),
            "seconds",
            Syntax.DURATION,
            "How long a server that is to stop gracefully serves on as ever, but is not ready"
                    + " (/ready) and answers with Connection: close, before the stop begins."),
    SCORE_BOARD_FILE(
            "ScoreBoardFile",
            Scope.ofOneConnector(),
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
            Scope.unneeded(),
            "mechanism",
            Syntax.MUTEX,
            "Accepting is serialised in any case; only the value is checked."),
    LOCK_FILE(
            "LockFile",
            Scope.unneeded(),
            "file",
            Syntax.TEXT,
            "The lock file of httpd 2.2's AcceptMutex; not needed in one JVM."),
    MUTEX(
            "Mutex",
            Scope.unneeded(),
            "mechanism",
            Syntax.MUTEX,
            "AcceptMutex and LockFile since httpd 2.4; only the value is checked."),
    CORE_DUMP_DIRECTORY(
            "CoreDumpDirectory",
            Scope.processMode(),
            "directory",
            Syntax.TEXT,
            "Where children run, and leave a core or a crash report; process mode only."),
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
            Names.ours("StatusListen"),
            Scope.ofOneConnector(),
            "[address:]port",
            Syntax.STATUS_LISTEN,
            "Where the status and probes are answered by a thread of their own, also when every"
                    + " worker is busy; without an address for clients of this machine only."),
    SLOW_REQUEST_TIME(
            Names.ours("SlowRequestTime"),
            Scope.all("0"),
            "seconds",
            Syntax.DURATION,
            "A worker that runs a request for longer than this is logged once, with its stack"
                    + " (500ms is understood); 0 logs none."),
    REQUEST_TERMINATE_TIMEOUT(
            Names.ours("RequestTerminateTimeout"),
            Scope.all("0"),
            "seconds",
            Syntax.DURATION,
            "A request that runs for longer is logged with its stack, and its thread is interrupted;"
                    + " in process mode its child is replaced 5 s later if that has not helped,"
                    + " and killed after another 30 s, one child at a time; 0 is no limit."),
    CHILD_START_TIMEOUT(
            Names.ours("ChildStartTimeout"),
            Scope.processMode("120"),
            "seconds",
            Syntax.POSITIVE,
            "How long a child may take until it is ready; then it is killed, and a rolling restart"
                    + " has failed; process mode only."),
    MIN_LIFE(
            Names.ours("MinLife"),
            Scope.processMode("15"),
            "seconds",
            Syntax.NOT_NEGATIVE,
            "How long the first child of a new generation has to serve before an old child leaves;"
                    + " if it dies before, the old generation stays; process mode only."),
    MAX_STARTING(
            Names.ours("MaxStarting"),
            Scope.processMode(),
            "children",
            Syntax.POSITIVE,
            "How many children may be starting at once; unset, as many as there are processors;"
                    + " process mode only."),
    IDLE_EXIT(
            Names.ours("IdleExit"),
            Scope.processMode("0"),
            "seconds",
            Syntax.NOT_NEGATIVE,
            "When there have been idle children for so long, one leaves, and so on down to"
                    + " MinSpareServers or MinSpareThreads; 0 lets none leave below MaxSpare;"
                    + " process mode only."),
    CRASH_LIMIT(
            Names.ours("CrashLimit"),
            Scope.processMode(CrashLimit.DEFAULT),
            "deaths/seconds",
            Syntax.CRASH_LIMIT,
            "So many children that die within so many seconds are told of as sick, in the log, the"
                    + " status and /ready; the others serve on; process mode only."),
    RECYCLE_REQUESTS(
            Names.ours("RecycleRequests"),
            Scope.processMode("0"),
            "requests",
            Syntax.NOT_NEGATIVE,
            "A child that has answered so many is replaced, the new one first; 0 is no limit;"
                    + " process mode only."),
    RECYCLE_AGE(
            Names.ours("RecycleAge"),
            Scope.processMode("0"),
            "seconds",
            Syntax.DURATION,
            "A child that has served for so long is replaced (12h is understood); 0 is no limit;"
                    + " process mode only."),
    RECYCLE_MEMORY(
            Names.ours("RecycleMemory"),
            Scope.processMode("0"),
            "bytes or percent",
            Syntax.MEMORY,
            "A child whose process has so much memory resident is replaced (800M is understood, and"
                    + " 40%: of the cgroup's limit or the machine's memory); 0 is no limit; process"
                    + " mode only."),
    RECYCLE_HEAP(
            Names.ours("RecycleHeap"),
            Scope.processMode("0"),
            "percent",
            Syntax.PERCENT,
            "A child is replaced when three collections in a row have left more of its heap used,"
                    + " or one has left less than half of the rest free: of -Xmx, or of the old"
                    + " generation where that has a size of its own; 0 is no limit; process mode"
                    + " only."),
    RECYCLE_JITTER(
            Names.ours("RecycleJitter"),
            Scope.processMode("10"),
            "percent",
            Syntax.PERCENT,
            "RecycleRequests and RecycleAge are larger by up to so much, by another part in each"
                    + " slot, so that children do not leave together; process mode only."),
    WARM_UP(
            Names.ours("WarmUp"),
            Scope.processMode(""),
            "paths",
            Syntax.WARM_UP,
            "Paths that each new child is asked for before it is ready, such as /shop/search?q=a;"
                    + " an answer other than 200 to 399 ends it, and a rolling restart has failed;"
                    + " process mode only."),
    KEEP_GENERATIONS(
            Names.ours("KeepGenerations"),
            Scope.processMode("2"),
            "snapshots",
            Syntax.POSITIVE,
            "How many snapshots of the program's files are kept, the present one among them;"
                    + " process mode only."),
    SHARED_ARCHIVE(
            Names.ours("SharedArchive"),
            Scope.processMode("On"),
            "On or Off",
            Syntax.FLAG,
            "Whether children start from an archive of their classes (CDS, or an AOT cache) that one"
                    + " of them has made; process mode only."),
    USER(
            "User",
            Scope.processMode(),
            "user",
            Syntax.TEXT,
            "The user that children run as; process mode only."),
    GROUP(
            "Group",
            Scope.processMode(),
            "group",
            Syntax.TEXT,
            "The group that children run as; process mode only."),
    LISTEN_CORES_BUCKETS_RATIO(
            "ListenCoresBucketsRatio",
            Scope.refused(),
            "ratio",
            Syntax.TEXT,
            "Refused: children share one listening socket, there are no buckets."),
    EVENT_INCOMPATIBLE(
            Names.ours("EventIncompatible"),
            Scope.event(""),
            "classes and URL patterns",
            Syntax.INCOMPATIBLE,
            "Filters and servlets that need one thread for each connection: a connection that meets"
                    + " one is served by one worker from then to its end."),
    LEADER_FOLLOWER(
            Names.ours("LeaderFollower"),
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
                    + " (handshake and body: 0)."),
    REQUEST_QUEUE_TIME(
            Names.ours("RequestQueueTime"),
            Scope.all("0"),
            "milliseconds",
            Syntax.MILLISECONDS,
            "A request that has waited that long for a worker is answered 503, without one (2s is"
                    + " understood); 0 is no limit."),
    OVERLOAD_CONTROL(
            Names.ours("OverloadControl"),
            Scope.all("Off"),
            "On or Off",
            Syntax.FLAG,
            "Whether requests are answered 503 in lasting overload, so that the others are answered"
                    + " in time."),
    OVERLOAD_TARGET(
            Names.ours("OverloadTarget"),
            Scope.all("100"),
            "milliseconds",
            Syntax.WAITING_TIME,
            "How long a request waits for a worker at the most while OverloadControl sees overload,"
                    + " which begins when one has waited eight times as long."),
    OVERLOAD_EXEMPT(
            Names.ours("OverloadExempt"),
            Scope.all(""),
            "URL patterns",
            Syntax.PATHS,
            "Requests that are never answered 503 because of RequestQueueTime or OverloadControl,"
                    + " such as /health: a thread beside the workers runs them in their place."),
    RETRY_AFTER(
            Names.ours("RetryAfter"),
            Scope.all("1"),
            "seconds",
            Syntax.RETRY,
            "Retry-After of these 503, at random up to twice as long, so that clients do not come"
                    + " back together; 0 sends none.");

    /** Of a name that is none; longer ones are no typing errors. */
    private static final int MOST_COMPARED = 64;

    private static final Map<String, Directive> BY_NAME =
            Arrays.stream(values())
                    .flatMap(d -> d.names.all().map(name -> Map.entry(lowerCase(name), d)))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final Names names;
    private final Scope scope;
    private final String unit;
    private final Syntax<?> syntax;
    private final String description;

    Directive(String name, Scope scope, String unit, Syntax<?> syntax, String description) {
        this(Names.httpds(name), scope, unit, syntax, description);
    }

    Directive(Names names, Scope scope, String unit, Syntax<?> syntax, String description) {
        this.names = names;
        this.scope = scope;
        this.unit = unit;
        this.syntax = syntax;
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

    /** Tells whether httpd has it, too. */
    public boolean isHttpds() {
        return names.httpds();
    }

    /** The name in httpd's syntax, such as {@code StartServers}. */
    public String directiveName() {
        return names.name();
    }

    /**
     * The name as an attribute or property, such as {@code startServers}. Beware that Tomcat's own
     * {@code keepAliveTimeout} counts milliseconds, httpd's seconds.
     */
    public String camelCase() {
        return Character.toLowerCase(names.name().charAt(0)) + names.name().substring(1);
    }

    /** Deprecated names, accepted with an information line. */
    public List<String> aliases() {
        return names.aliases();
    }

    /** The unit or kind of the value, such as {@code threads}, {@code bytes} or {@code file}. */
    public String unit() {
        return unit;
    }

    /**
     * Names the type of the value in Java: an Integer, Long, Double, Boolean, String or a type of
     * its own.
     */
    public Class<?> type() {
        return syntax.type();
    }

    /** Tells whether two connectors of one JVM cannot have the same value: a port, or a file. */
    public boolean isExclusive() {
        return scope.exclusive();
    }

    /** Tells whether the directive means something in that model. */
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
        return names.name();
    }

    Syntax<?> syntax() {
        return syntax;
    }

    Scope.Effect effect() {
        return scope.effect();
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
