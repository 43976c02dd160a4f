package org.servletmpm.it.soak;

/** A way in which a client ends a connection before it is through. */
enum ClientEnd {
    /** Closes, with FIN; with RST when there is something unread. */
    CLOSE,
    RESET,

    /** Sends nothing more, and reads on. */
    HALF_CLOSE,

    /** Neither sends nor reads, for up to half again as long as the server's Timeout. */
    SILENCE
}
