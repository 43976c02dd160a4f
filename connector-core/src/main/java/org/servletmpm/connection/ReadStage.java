package org.servletmpm.connection;

/** The parts of a request that a client may take a limited time for, in mod_reqtimeout's words. */
public enum ReadStage {
    /** The TLS handshake: from the connection's opening. */
    HANDSHAKE,
    /**
     * The request line and the header fields: a first request's from the connection's opening or
     * the end of the handshake, a later one's from its first byte.
     */
    HEADER,
    /** The content: from the moment when the application is given the request. */
    BODY
}
