package org.servletmpm.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import org.servletmpm.directive.Directives;

/** A connector without a container. */
record EchoEngineHost(ServerSocketChannel socket) implements EngineHost {
    @Override
    public String scheme() {
        return "echo";
    }

    @Override
    public String serverInfo() {
        return "echo/1";
    }

    @Override
    public void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void reconfigured(Directives directives) {}
}
