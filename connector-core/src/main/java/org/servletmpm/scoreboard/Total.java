package org.servletmpm.scoreboard;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Names what is counted since the start of the server besides requests. mod_status does not know
 * these figures. The ordinal is the total's place in a child's record.
 */
public enum Total {
    /** Requests that a worker of another child has run, because none of their own was idle. */
    REQUESTS_HELPED("RequestsHelped", "requests helped with by another child"),
    /** Connections that a leaving child has given to a sibling. */
    CONNS_HANDED_OVER("ConnsHandedOver", "connections handed over by leaving children"),
    /** Idle connections that were closed at the limit of connections, for new ones. */
    CONNS_EVICTED("ConnsEvicted", "idle connections that gave way to new ones"),
    /** Writes that had to wait for their client. */
    WRITES_BLOCKED("WritesBlocked", "writes that waited for a client"),
    /** TLS handshakes that were cut because of RequestReadTimeout. */
    REFUSED_HANDSHAKE_TIMEOUT(
            "RefusedHandshakeTimeout", "TLS handshakes too slow", "handshake-timeout"),
    /** TLS handshakes that failed, or that the container has given up. */
    REFUSED_HANDSHAKE("RefusedHandshake", "TLS handshakes failed", "handshake"),
    /** Requests whose header did not arrive within RequestReadTimeout: 408. */
    REFUSED_HEADER_TIMEOUT("RefusedHeaderTimeout", "request headers too slow", "header-timeout"),
    /** Requests whose body did not arrive within RequestReadTimeout. */
    REFUSED_BODY_TIMEOUT("RefusedBodyTimeout", "request bodies too slow", "body-timeout"),
    /** Requests answered 503 because of RequestQueueTime. */
    REFUSED_QUEUE_TIME("RefusedQueueTime", "requests that waited too long", "queue-time"),
    /** Requests answered 503 because of OverloadControl. */
    REFUSED_OVERLOAD("RefusedOverload", "requests refused in overload", "overload"),
    /** Requests that were not run, in overload, as their clients had gone. */
    REFUSED_CLIENT_GONE(
            "RefusedClientGone", "requests in overload whose clients had gone", "client-gone"),
    /** Connections closed as soon as they were accepted: the container did not take them. */
    REFUSED_BY_CONTAINER("RefusedByContainer", "connections refused by the container", "container"),
    /**
     * Attempts to accept that failed, mostly for lack of descriptors: connections go on waiting.
     */
    ACCEPTS_FAILED("AcceptsFailed", "attempts to accept that failed");

    private static final List<Total> REFUSALS =
            Arrays.stream(values()).filter(total -> total.reason != null).toList();

    private final String field;
    private final String words;

    /** Null for what is no refusal. */
    private final String reason;

    Total(String field, String words) {
        this(field, words, null);
    }

    Total(String field, String words, String reason) {
        this.field = field;
        this.words = words;
        this.reason = reason;
    }

    /**
     * @return the totals that count refusals, each with a {@link #reason()}
     */
    public static List<Total> refusals() {
        return REFUSALS;
    }

    /**
     * @return its name in {@code ?auto} and in JMX
     */
    public String field() {
        return field;
    }

    /**
     * @return what follows the figure in a sentence
     */
    public String words() {
        return words;
    }

    /**
     * @return why a client was refused, in a word; empty for what is no refusal
     */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /**
     * @return whether it is counted in event only: in prefork and worker it is always 0
     */
    public boolean ofEvent() {
        return ordinal() < REFUSED_HANDSHAKE_TIMEOUT.ordinal();
    }
}
