package org.servletmpm.spring;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Level;
import org.servletmpm.directive.Listen;

/**
 * Finds a port of StatusListen that is taken before the server starts: Boot takes every connector
 * that does not start for one whose own port is taken. Runs in the thread that configures the
 * server.
 */
final class StatusPortCheck {

    private StatusPortCheck() {}

    /**
     * @return the error if the port cannot be had; empty if it can, or if there is none
     */
    static Optional<Finding> taken(Directives directives) {
        return directives
                .statusListen()
                .flatMap(
                        listen ->
                                refusal(listen)
                                        .map(
                                                reason ->
                                                        new Finding(
                                                                Level.ERROR,
                                                                directives.origin(
                                                                        Directive.STATUS_LISTEN),
                                                                Directive.STATUS_LISTEN.toString(),
                                                                listen.toString(),
                                                                "a port that is free",
                                                                "refused, " + reason)));
    }

    private static Optional<String> refusal(Listen listen) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(
                    listen.address()
                            .map(address -> new InetSocketAddress(address, listen.port()))
                            .orElseGet(() -> new InetSocketAddress(listen.port())));
            return Optional.empty();
        } catch (BindException e) {
            return Optional.of(e.getMessage());
        } catch (IOException e) {
            // The connector will say what it is.
            return Optional.empty();
        }
    }
}
