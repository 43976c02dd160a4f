package org.servletmpm.demo.web;

import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Makes the endpoint of each session. Says everything itself: the default would be that of the
 * first container on the class path, and this one has two.
 */
final class ChatterConfigurator extends ServerEndpointConfig.Configurator {
    private final Executor pushers;

    ChatterConfigurator(Executor pushers) {
        this.pushers = pushers;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
        return type.cast(new ChatterEndpoint(pushers));
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return "";
    }

    @Override
    public List<Extension> getNegotiatedExtensions(
            List<Extension> installed, List<Extension> requested) {
        Set<String> names = installed.stream().map(Extension::getName).collect(Collectors.toSet());
        return requested.stream().filter(each -> names.contains(each.getName())).toList();
    }

    @Override
    public boolean checkOrigin(String origin) {
        return true;
    }

    @Override
    public void modifyHandshake(
            ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        // As the container has it.
    }
}
