package org.servletmpm.connection;

/**
 * What the status page says of a request. Asked for in the thread that begins the request, and only
 * while ExtendedStatus is on; null where something is not known.
 */
public interface RequestLine {

    /** The peer's address. */
    String client();

    /** Such as {@code HTTP/1.1}. */
    String protocol();

    /** The host that the client named. */
    String host();

    /** Such as {@code GET}. */
    String method();

    /** Path and query as they were sent. */
    String target();
}
