package org.servletmpm.scoreboard;

/**
 * Describes a worker's current or last request; what is not known is empty. Long values are cut.
 * Immutable.
 *
 * @param client the peer's address
 * @param protocol such as {@code HTTP/1.1}
 * @param host the virtual host that the client named, with its port if it named one
 * @param request method, target and protocol, as the request line has them
 */
public record RequestText(String client, String protocol, String host, String request) {
    /** No request yet, or ExtendedStatus is off. */
    public static final RequestText NONE = new RequestText("", "", "", "");
}
