package org.servletmpm.contract;

/**
 * What runs in the container that an {@link AdapterContract} drives: how it is asked, and what it
 * does then.
 */
public interface Application {

    /** How long an answer is at least that a {@link SocketPair#narrow} socket does not take. */
    int LARGE = 256 << 10;

    /** How long the container is to wait for a connection's next request. */
    int KEEP_ALIVE_MILLIS = 60_000;

    /** By what the connection is pinned. */
    String PINNED_BY = "test";

    /** What it can be asked for. */
    enum Request {
        /** It is answered, and the connection is kept. */
        ANSWER,
        /** It is let go of, and answered by {@link Application#answerSuspended}. */
        SUSPEND,
        /** It pins its connection, by the request's attribute, and is answered. */
        PIN,
        /** It is answered with {@link Application#LARGE} bytes, and the connection is kept. */
        LARGE,
        /** Likewise, but only the end of the connection shows where the answer ends. */
        STREAM,
        /** It is answered, and the connection ends. */
        LAST,
        /** Its answer comes though its rest has not, and the connection ends. */
        REFUSE,
        /** It aborts its connection and returns. */
        ABORT
    }

    /**
     * @return what a client sends, at least two bytes
     */
    byte[] bytes(Request request);

    /** Answers the request that is suspended. Called once for each, by the test's thread. */
    void answerSuspended();
}
