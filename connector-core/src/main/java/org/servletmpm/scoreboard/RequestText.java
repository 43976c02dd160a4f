package org.servletmpm.scoreboard;

/**
 * What is known of a worker's current or last request; empty strings where nothing is. Long values
 * are cut.
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
