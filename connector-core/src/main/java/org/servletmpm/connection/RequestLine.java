package org.servletmpm.connection;

/**
 * Describes a request for the status page. Asked for in the thread that begins the request, and
 * only while ExtendedStatus is on; null where something is not known.
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
