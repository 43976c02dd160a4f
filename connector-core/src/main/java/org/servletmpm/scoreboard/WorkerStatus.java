package org.servletmpm.scoreboard;

/**
 * Names what a worker is doing, with the letter that mod_status shows for it. The ordinal is the
 * code in a worker's record: the order is part of the scoreboard's layout version.
 */
public enum WorkerStatus {
    /** No thread here: an open slot. */
    DEAD('.'),
    /** The thread is being started. */
    STARTING('S'),
    /** Waiting for work. */
    READY('_'),
    /** Reading a request. */
    READING('R'),
    /** Running the request or sending its response. */
    WRITING('W'),
    /** Waiting, in the thread, for the next request of its connection. */
    KEEPALIVE('K'),
    /** Looking up a host name. */
    DNS('D'),
    /** Closing its connection. */
    CLOSING('C'),
    /** Writing the access log. */
    LOGGING('L'),
    /** Finishing its last request before the child leaves. */
    GRACEFUL('G'),
    /** Being ended because there are more idle workers than wanted. */
    IDLE_KILL('I');

    private static final WorkerStatus[] BY_CODE = values();

    private final char letter;

    WorkerStatus(char letter) {
        this.letter = letter;
    }

    /**
     * @return the letter that stands for this status in a {@code Scoreboard:} line
     */
    public char letter() {
        return letter;
    }

    /**
     * @return what readers see of a worker of a leaving child: that it ends, or ends when it has
     *     finished what it does. The worker itself may not know yet.
     */
    WorkerStatus leaving() {
        return switch (this) {
            case DEAD -> DEAD;
            case STARTING, READY, IDLE_KILL -> IDLE_KILL;
            case READING, WRITING, KEEPALIVE, DNS, CLOSING, LOGGING, GRACEFUL -> GRACEFUL;
        };
    }

    /**
     * @param code the ordinal, as stored
     * @return the status that the code stands for; {@link #DEAD} where a process that has the file
     *     has written something else
     */
    static WorkerStatus stored(int code) {
        return code < 0 || code >= BY_CODE.length ? DEAD : BY_CODE[code];
    }
}
