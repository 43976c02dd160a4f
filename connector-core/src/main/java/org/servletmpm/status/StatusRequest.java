package org.servletmpm.status;

/**
 * Holds what a client asks for when it asks for the status. Immutable.
 *
 * @param query as the request line has it, null for none
 * @param accept the {@code Accept} header's value, null for none
 * @param serverName the name the client used for the server
 * @param address of the engine that is to come first, as the engine has it or as the request came
 *     in
 * @param port of the engine that is to come first, whatever its address
 */
public record StatusRequest(
        String query, String accept, String serverName, String address, int port) {}
