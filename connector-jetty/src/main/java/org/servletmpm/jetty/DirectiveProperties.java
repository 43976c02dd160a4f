package org.servletmpm.jetty;

/**
 * Names a bean property for each directive, for Jetty XML and Java: {@code <Set
 * name="threadsPerChild">50</Set>}, the first letter in either case. A text is what httpd would
 * read ({@code On}, {@code 500ms}); numbers and flags are Java's, too. Units, ranges and defaults
 * are the directives' own. A value is checked when the connector starts. Belongs to the thread that
 * configures the server.
 *
 * <p>The properties are written by a test, see {@link org.servletmpm.directive.Directive}.
 */
public interface DirectiveProperties {

    /**
     * Sets a directive; a bad value is reported by the start.
     *
     * @param directive its name, in httpd's spelling or camel case
     */
    void setDirective(String directive, String value);

    // ---- directives

    /** Sets StartServers in httpd's words (children). */
    default void setStartServers(String value) {
        setDirective("StartServers", value);
    }

    /** Sets StartServers (children). */
    default void setStartServers(int value) {
        setDirective("StartServers", String.valueOf(value));
    }

    /** Sets MinSpareServers in httpd's words (children). */
    default void setMinSpareServers(String value) {
        setDirective("MinSpareServers", value);
    }

    /** Sets MinSpareServers (children). */
    default void setMinSpareServers(int value) {
        setDirective("MinSpareServers", String.valueOf(value));
    }

    /** Sets MaxSpareServers in httpd's words (children). */
    default void setMaxSpareServers(String value) {
        setDirective("MaxSpareServers", value);
    }

    /** Sets MaxSpareServers (children). */
    default void setMaxSpareServers(int value) {
        setDirective("MaxSpareServers", String.valueOf(value));
    }

    /** Sets MinSpareThreads in httpd's words (threads). */
    default void setMinSpareThreads(String value) {
        setDirective("MinSpareThreads", value);
    }

    /** Sets MinSpareThreads (threads). */
    default void setMinSpareThreads(int value) {
        setDirective("MinSpareThreads", String.valueOf(value));
    }

    /** Sets MaxSpareThreads in httpd's words (threads). */
    default void setMaxSpareThreads(String value) {
        setDirective("MaxSpareThreads", value);
    }

    /** Sets MaxSpareThreads (threads). */
    default void setMaxSpareThreads(int value) {
        setDirective("MaxSpareThreads", String.valueOf(value));
    }

    /** Sets ThreadsPerChild in httpd's words (threads). */
    default void setThreadsPerChild(String value) {
        setDirective("ThreadsPerChild", value);
    }

    /** Sets ThreadsPerChild (threads). */
    default void setThreadsPerChild(int value) {
        setDirective("ThreadsPerChild", String.valueOf(value));
    }

    /** Sets ThreadLimit in httpd's words (threads). */
    default void setThreadLimit(String value) {
        setDirective("ThreadLimit", value);
    }

    /** Sets ThreadLimit (threads). */
    default void setThreadLimit(int value) {
        setDirective("ThreadLimit", String.valueOf(value));
    }

    /** Sets ServerLimit in httpd's words (children). */
    default void setServerLimit(String value) {
        setDirective("ServerLimit", value);
    }

    /** Sets ServerLimit (children). */
    default void setServerLimit(int value) {
        setDirective("ServerLimit", String.valueOf(value));
    }

    /** Sets MaxRequestWorkers in httpd's words (threads). */
    default void setMaxRequestWorkers(String value) {
        setDirective("MaxRequestWorkers", value);
    }

    /** Sets MaxRequestWorkers by a name that is deprecated. */
    default void setMaxClients(String value) {
        setDirective("MaxClients", value);
    }

    /** Sets MaxRequestWorkers (threads). */
    default void setMaxRequestWorkers(int value) {
        setDirective("MaxRequestWorkers", String.valueOf(value));
    }

    /** Sets MaxConnectionsPerChild in httpd's words (connections). */
    default void setMaxConnectionsPerChild(String value) {
        setDirective("MaxConnectionsPerChild", value);
    }

    /** Sets MaxConnectionsPerChild by a name that is deprecated. */
    default void setMaxRequestsPerChild(String value) {
        setDirective("MaxRequestsPerChild", value);
    }

    /** Sets MaxConnectionsPerChild (connections). */
    default void setMaxConnectionsPerChild(int value) {
        setDirective("MaxConnectionsPerChild", String.valueOf(value));
    }

    /** Sets AsyncRequestWorkerFactor in httpd's words (connections per idle worker). */
    default void setAsyncRequestWorkerFactor(String value) {
        setDirective("AsyncRequestWorkerFactor", value);
    }

    /** Sets AsyncRequestWorkerFactor (connections per idle worker). */
    default void setAsyncRequestWorkerFactor(double value) {
        setDirective("AsyncRequestWorkerFactor", String.valueOf(value));
    }

    /** Sets Listen in httpd's words ([address:]port or unix:/path). */
    default void setListen(String value) {
        setDirective("Listen", value);
    }

    /** Sets ListenBacklog in httpd's words (connections). */
    default void setListenBacklog(String value) {
        setDirective("ListenBacklog", value);
    }

    /** Sets ListenBacklog (connections). */
    default void setListenBacklog(int value) {
        setDirective("ListenBacklog", String.valueOf(value));
    }

    /** Sets SendBufferSize in httpd's words (bytes). */
    default void setSendBufferSize(String value) {
        setDirective("SendBufferSize", value);
    }

    /** Sets SendBufferSize (bytes). */
    default void setSendBufferSize(int value) {
        setDirective("SendBufferSize", String.valueOf(value));
    }

    /** Sets ReceiveBufferSize in httpd's words (bytes). */
    default void setReceiveBufferSize(String value) {
        setDirective("ReceiveBufferSize", value);
    }

    /** Sets ReceiveBufferSize (bytes). */
    default void setReceiveBufferSize(int value) {
        setDirective("ReceiveBufferSize", String.valueOf(value));
    }

    /** Sets ThreadStackSize in httpd's words (bytes). */
    default void setThreadStackSize(String value) {
        setDirective("ThreadStackSize", value);
    }

    /** Sets ThreadStackSize (bytes). */
    default void setThreadStackSize(long value) {
        setDirective("ThreadStackSize", String.valueOf(value));
    }

    /** Sets WorkerThreads in httpd's words (platform or virtual). */
    default void setWorkerThreads(String value) {
        setDirective("WorkerThreads", value);
    }

    /** Sets MaxMemFree in httpd's words (KB). */
    default void setMaxMemFree(String value) {
        setDirective("MaxMemFree", value);
    }

    /** Sets MaxMemFree (KB). */
    default void setMaxMemFree(int value) {
        setDirective("MaxMemFree", String.valueOf(value));
    }

    /** Sets WriteCompletionBuffer in httpd's words (bytes). */
    default void setWriteCompletionBuffer(String value) {
        setDirective("WriteCompletionBuffer", value);
    }

    /** Sets WriteCompletionBuffer (bytes). */
    default void setWriteCompletionBuffer(long value) {
        setDirective("WriteCompletionBuffer", String.valueOf(value));
    }

    /** Sets WriteCompletionMemory in httpd's words (bytes). */
    default void setWriteCompletionMemory(String value) {
        setDirective("WriteCompletionMemory", value);
    }

    /** Sets WriteCompletionMemory (bytes). */
    default void setWriteCompletionMemory(long value) {
        setDirective("WriteCompletionMemory", String.valueOf(value));
    }

    /** Sets WriteCompletionSpill in httpd's words (bytes). */
    default void setWriteCompletionSpill(String value) {
        setDirective("WriteCompletionSpill", value);
    }

    /** Sets WriteCompletionSpill (bytes). */
    default void setWriteCompletionSpill(long value) {
        setDirective("WriteCompletionSpill", String.valueOf(value));
    }

    /** Sets GracefulShutdownTimeout in httpd's words (seconds). */
    default void setGracefulShutdownTimeout(String value) {
        setDirective("GracefulShutdownTimeout", value);
    }

    /** Sets GracefulShutdownTimeout (seconds). */
    default void setGracefulShutdownTimeout(int value) {
        setDirective("GracefulShutdownTimeout", String.valueOf(value));
    }

    /** Sets GracefulKeepAlive in httpd's words (seconds). */
    default void setGracefulKeepAlive(String value) {
        setDirective("GracefulKeepAlive", value);
    }

    /** Sets GracefulKeepAlive (seconds). */
    default void setGracefulKeepAlive(int value) {
        setDirective("GracefulKeepAlive", String.valueOf(value));
    }

    /** Sets GracefulShutdownDelay in httpd's words (seconds). */
    default void setGracefulShutdownDelay(String value) {
        setDirective("GracefulShutdownDelay", value);
    }

    /** Sets GracefulShutdownDelay (seconds). */
    default void setGracefulShutdownDelay(int value) {
        setDirective("GracefulShutdownDelay", String.valueOf(value));
    }

    /** Sets ScoreBoardFile in httpd's words (file). */
    default void setScoreBoardFile(String value) {
        setDirective("ScoreBoardFile", value);
    }

    /** Sets PidFile in httpd's words (file). */
    default void setPidFile(String value) {
        setDirective("PidFile", value);
    }

    /** Sets AcceptMutex in httpd's words (mechanism). */
    default void setAcceptMutex(String value) {
        setDirective("AcceptMutex", value);
    }

    /** Sets LockFile in httpd's words (file). */
    default void setLockFile(String value) {
        setDirective("LockFile", value);
    }

    /** Sets Mutex in httpd's words (mechanism). */
    default void setMutex(String value) {
        setDirective("Mutex", value);
    }

    /** Sets CoreDumpDirectory in httpd's words (directory). */
    default void setCoreDumpDirectory(String value) {
        setDirective("CoreDumpDirectory", value);
    }

    /** Sets EnableExceptionHook in httpd's words (On or Off). */
    default void setEnableExceptionHook(String value) {
        setDirective("EnableExceptionHook", value);
    }

    /** Sets EnableExceptionHook (On or Off). */
    default void setEnableExceptionHook(boolean value) {
        setDirective("EnableExceptionHook", value ? "On" : "Off");
    }

    /** Sets ExtendedStatus in httpd's words (On or Off). */
    default void setExtendedStatus(String value) {
        setDirective("ExtendedStatus", value);
    }

    /** Sets ExtendedStatus (On or Off). */
    default void setExtendedStatus(boolean value) {
        setDirective("ExtendedStatus", value ? "On" : "Off");
    }

    /** Sets StatusListen in httpd's words ([address:]port). */
    default void setStatusListen(String value) {
        setDirective("StatusListen", value);
    }

    /** Sets SlowRequestTime in httpd's words (seconds). */
    default void setSlowRequestTime(String value) {
        setDirective("SlowRequestTime", value);
    }

    /** Sets SlowRequestTime (seconds). */
    default void setSlowRequestTime(int value) {
        setDirective("SlowRequestTime", String.valueOf(value));
    }

    /** Sets RequestTerminateTimeout in httpd's words (seconds). */
    default void setRequestTerminateTimeout(String value) {
        setDirective("RequestTerminateTimeout", value);
    }

    /** Sets RequestTerminateTimeout (seconds). */
    default void setRequestTerminateTimeout(int value) {
        setDirective("RequestTerminateTimeout", String.valueOf(value));
    }

    /** Sets ChildStartTimeout in httpd's words (seconds). */
    default void setChildStartTimeout(String value) {
        setDirective("ChildStartTimeout", value);
    }

    /** Sets ChildStartTimeout (seconds). */
    default void setChildStartTimeout(int value) {
        setDirective("ChildStartTimeout", String.valueOf(value));
    }

    /** Sets MinLife in httpd's words (seconds). */
    default void setMinLife(String value) {
        setDirective("MinLife", value);
    }

    /** Sets MinLife (seconds). */
    default void setMinLife(int value) {
        setDirective("MinLife", String.valueOf(value));
    }

    /** Sets MaxStarting in httpd's words (children). */
    default void setMaxStarting(String value) {
        setDirective("MaxStarting", value);
    }

    /** Sets MaxStarting (children). */
    default void setMaxStarting(int value) {
        setDirective("MaxStarting", String.valueOf(value));
    }

    /** Sets IdleExit in httpd's words (seconds). */
    default void setIdleExit(String value) {
        setDirective("IdleExit", value);
    }

    /** Sets IdleExit (seconds). */
    default void setIdleExit(int value) {
        setDirective("IdleExit", String.valueOf(value));
    }

    /** Sets CrashLimit in httpd's words (deaths/seconds). */
    default void setCrashLimit(String value) {
        setDirective("CrashLimit", value);
    }

    /** Sets RecycleRequests in httpd's words (requests). */
    default void setRecycleRequests(String value) {
        setDirective("RecycleRequests", value);
    }

    /** Sets RecycleRequests (requests). */
    default void setRecycleRequests(int value) {
        setDirective("RecycleRequests", String.valueOf(value));
    }

    /** Sets RecycleAge in httpd's words (seconds). */
    default void setRecycleAge(String value) {
        setDirective("RecycleAge", value);
    }

    /** Sets RecycleAge (seconds). */
    default void setRecycleAge(int value) {
        setDirective("RecycleAge", String.valueOf(value));
    }

    /** Sets RecycleMemory in httpd's words (bytes or percent). */
    default void setRecycleMemory(String value) {
        setDirective("RecycleMemory", value);
    }

    /** Sets RecycleHeap in httpd's words (percent). */
    default void setRecycleHeap(String value) {
        setDirective("RecycleHeap", value);
    }

    /** Sets RecycleHeap (percent). */
    default void setRecycleHeap(int value) {
        setDirective("RecycleHeap", String.valueOf(value));
    }

    /** Sets RecycleJitter in httpd's words (percent). */
    default void setRecycleJitter(String value) {
        setDirective("RecycleJitter", value);
    }

    /** Sets RecycleJitter (percent). */
    default void setRecycleJitter(int value) {
        setDirective("RecycleJitter", String.valueOf(value));
    }

    /** Sets WarmUp in httpd's words (paths). */
    default void setWarmUp(String value) {
        setDirective("WarmUp", value);
    }

    /** Sets KeepGenerations in httpd's words (snapshots). */
    default void setKeepGenerations(String value) {
        setDirective("KeepGenerations", value);
    }

    /** Sets KeepGenerations (snapshots). */
    default void setKeepGenerations(int value) {
        setDirective("KeepGenerations", String.valueOf(value));
    }

    /** Sets SharedArchive in httpd's words (On or Off). */
    default void setSharedArchive(String value) {
        setDirective("SharedArchive", value);
    }

    /** Sets SharedArchive (On or Off). */
    default void setSharedArchive(boolean value) {
        setDirective("SharedArchive", value ? "On" : "Off");
    }

    /** Sets User in httpd's words (user). */
    default void setUser(String value) {
        setDirective("User", value);
    }

    /** Sets Group in httpd's words (group). */
    default void setGroup(String value) {
        setDirective("Group", value);
    }

    /** Sets ListenCoresBucketsRatio in httpd's words (ratio). */
    default void setListenCoresBucketsRatio(String value) {
        setDirective("ListenCoresBucketsRatio", value);
    }

    /** Sets EventIncompatible in httpd's words (classes and URL patterns). */
    default void setEventIncompatible(String value) {
        setDirective("EventIncompatible", value);
    }

    /** Sets LeaderFollower in httpd's words (On or Off). */
    default void setLeaderFollower(String value) {
        setDirective("LeaderFollower", value);
    }

    /** Sets LeaderFollower (On or Off). */
    default void setLeaderFollower(boolean value) {
        setDirective("LeaderFollower", value ? "On" : "Off");
    }

    /** Sets Timeout in httpd's words (seconds). */
    default void setTimeout(String value) {
        setDirective("Timeout", value);
    }

    /** Sets Timeout (seconds). */
    default void setTimeout(int value) {
        setDirective("Timeout", String.valueOf(value));
    }

    /** Sets KeepAlive in httpd's words (On or Off). */
    default void setKeepAlive(String value) {
        setDirective("KeepAlive", value);
    }

    /** Sets KeepAlive (On or Off). */
    default void setKeepAlive(boolean value) {
        setDirective("KeepAlive", value ? "On" : "Off");
    }

    /** Sets KeepAliveTimeout in httpd's words (seconds). */
    default void setKeepAliveTimeout(String value) {
        setDirective("KeepAliveTimeout", value);
    }

    /** Sets KeepAliveTimeout (seconds). */
    default void setKeepAliveTimeout(int value) {
        setDirective("KeepAliveTimeout", String.valueOf(value));
    }

    /** Sets MaxKeepAliveRequests in httpd's words (requests). */
    default void setMaxKeepAliveRequests(String value) {
        setDirective("MaxKeepAliveRequests", value);
    }

    /** Sets MaxKeepAliveRequests (requests). */
    default void setMaxKeepAliveRequests(int value) {
        setDirective("MaxKeepAliveRequests", String.valueOf(value));
    }

    /** Sets RequestReadTimeout in httpd's words (seconds, bytes). */
    default void setRequestReadTimeout(String value) {
        setDirective("RequestReadTimeout", value);
    }

    /** Sets RequestQueueTime in httpd's words (milliseconds). */
    default void setRequestQueueTime(String value) {
        setDirective("RequestQueueTime", value);
    }

    /** Sets RequestQueueTime (milliseconds). */
    default void setRequestQueueTime(long value) {
        setDirective("RequestQueueTime", String.valueOf(value));
    }

    /** Sets OverloadControl in httpd's words (On or Off). */
    default void setOverloadControl(String value) {
        setDirective("OverloadControl", value);
    }

    /** Sets OverloadControl (On or Off). */
    default void setOverloadControl(boolean value) {
        setDirective("OverloadControl", value ? "On" : "Off");
    }

    /** Sets OverloadTarget in httpd's words (milliseconds). */
    default void setOverloadTarget(String value) {
        setDirective("OverloadTarget", value);
    }

    /** Sets OverloadTarget (milliseconds). */
    default void setOverloadTarget(long value) {
        setDirective("OverloadTarget", String.valueOf(value));
    }

    /** Sets OverloadExempt in httpd's words (URL patterns). */
    default void setOverloadExempt(String value) {
        setDirective("OverloadExempt", value);
    }

    /** Sets RetryAfter in httpd's words (seconds). */
    default void setRetryAfter(String value) {
        setDirective("RetryAfter", value);
    }

    /** Sets RetryAfter (seconds). */
    default void setRetryAfter(int value) {
        setDirective("RetryAfter", String.valueOf(value));
    }

    // ---- /directives
}
