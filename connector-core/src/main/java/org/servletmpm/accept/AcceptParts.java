package org.servletmpm.accept;

/**
 * Holds what a child's acceptor is made of, in all models.
 *
 * @param socket the listening socket
 * @param connections makes connections of what is accepted
 * @param eviction makes room at the limit of connections
 * @param mostConnections MaxConnectionsPerChild; 0 for any number
 */
public record AcceptParts(
        AcceptChild child,
        ListeningSocket socket,
        AcceptedConnections connections,
        IdleEviction eviction,
        int mostConnections) {

    AcceptPolicy policy(Capacity capacity) {
        return new AcceptPolicy(child, socket, capacity, mostConnections);
    }
}
