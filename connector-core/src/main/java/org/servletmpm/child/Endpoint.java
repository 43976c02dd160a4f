package org.servletmpm.child;

import java.nio.channels.ServerSocketChannel;
import org.servletmpm.connection.Adapter;

/**
 * Names the socket that a connector's connections come from, and the adapter that handles them.
 *
 * @param socket bound, listening and non-blocking; null for children that accept nothing
 * @param close closes it, as its container would
 * @param adapter makes connections of what is accepted; null for children that accept nothing
 */
public record Endpoint(ServerSocketChannel socket, Runnable close, Adapter adapter) {}
