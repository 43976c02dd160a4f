package org.servletmpm.engine;

import java.util.Map;

/**
 * Shows an engine in JMX, as {@code org.servletmpm:type=Mpm,name="http-8080"}. Where another engine
 * has that name, because it listens on the same port of another address, the name has the address
 * too: {@code "http-127.0.0.2-8080"}; on a Unix domain socket it has the path instead. Figures are
 * those of the status page, each as of the moment it is asked for.
 *
 * <p>Inside the JVM the attribute {@code Scoreboard}, which is not listed, is the live scoreboard:
 * the status servlet finds the engines here.
 */
public interface EngineMXBean {

    /** The model: prefork, worker or event. */
    String getModel();

    /** The address that is listened on, {@code *} for all, or a Unix domain socket's path. */
    String getAddress();

    /** The port that is listened on; 0 on a Unix domain socket. */
    int getPort();

    /** The container's name and version. */
    String getServerInfo();

    /** Graceful restarts since the start. */
    int getGeneration();

    /** The values that take effect, by directive. */
    Map<String, String> getDirectives();

    /** The origins of written values, by directive; the others are defaults. */
    Map<String, String> getDirectiveOrigins();

    /** The address of StatusListen, such as {@code 127.0.0.1:9000}; empty without it. */
    String getStatusAddress();

    /** True while accepting is paused. */
    boolean isPaused();

    /** True from the beginning of a stop, a graceful one or not. */
    boolean isDraining();

    /**
     * Workers that have something to do; in prefork and worker also those that wait for a client.
     */
    int getBusyWorkers();

    /** Workers that wait for work. */
    int getIdleWorkers();

    /** Workers that finish what they do and then end. */
    int getGracefulWorkers();

    /** The children there are. */
    int getProcesses();

    /** Those of them that are leaving. */
    int getStopping();

    /** Open connections. */
    int getConnsTotal();

    /** Connections that wait, without a worker, for the first bytes of a request. */
    int getConnsAsyncWaitIO();

    /** Connections whose response is being sent without a worker. */
    int getConnsAsyncWriting();

    /** Connections that wait, without a worker, for the next request. */
    int getConnsAsyncKeepAlive();

    /** Connections that wait, without a worker, for the client to close. */
    int getConnsAsyncClosing();

    /** Connections that one thread serves to their end, in event. */
    int getConnsPinned();

    /** Requests served since the start. */
    long getTotalAccesses();

    /** Bytes sent since the start. */
    long getTotalBytes();

    /** The time of all requests since the start together, in milliseconds. */
    long getTotalDurationMillis();

    /** Requests since the start that another child's worker has run; 0 in prefork and worker. */
    long getRequestsHelped();

    /** Connections since the start that a leaving child has given to a sibling; likewise. */
    long getConnsHandedOver();

    /** Idle connections since the start that were closed for others that waited; likewise. */
    long getConnsEvicted();

    /** KB of responses kept until their clients take them; 0 in prefork and worker. */
    int getUnsentKBytes();

    /** Threads that wait for a client to take more of a response; 0 in prefork and worker. */
    int getBlockedWriters();

    /** Writes since the start that had to wait for their client; likewise. */
    long getWritesBlocked();

    /**
     * @return requests that wait for a worker; 0 without RequestQueueTime and OverloadControl, as
     *     are the next three
     */
    int getRequestsQueued();

    /**
     * @return how long the oldest of them has waited, in milliseconds
     */
    int getQueueAgeMillis();

    /**
     * @return how long 99 in 100 of the last requests have waited at the most, in milliseconds
     */
    int getQueueWaitMillis();

    /**
     * @return whether OverloadControl sees overload
     */
    boolean isOverloaded();

    /**
     * Refusals to clients since the start, by reason: {@code handshake-timeout}, {@code
     * header-timeout} and {@code body-timeout} (RequestReadTimeout), {@code handshake} (TLS),
     * {@code container} (closed as soon as accepted), {@code queue-time}, {@code overload} and
     * {@code client-gone} (RequestQueueTime, OverloadControl).
     */
    Map<String, Long> getRefused();

    /** Attempts to accept since the start that failed; connections wait in the backlog then. */
    long getAcceptsFailed();

    /** One letter for each worker, as mod_status shows them. */
    String getScoreboardLetters();

    /** Takes no new connections until {@link #resume}; they wait in the kernel's backlog. */
    void pause();

    /** Ends {@link #pause}. */
    void resume();

    /**
     * Restarts gracefully with the directives of a file, which takes the place of the files that
     * were read before.
     *
     * @param file in httpd's syntax, on this machine
     * @return what was corrected or noted, a line each
     * @throws IllegalArgumentException with a line for each error; nothing has changed then
     */
    String reload(String file);

    /** Restarts gracefully with the directives as they are: all children are replaced. */
    void graceful();
}
