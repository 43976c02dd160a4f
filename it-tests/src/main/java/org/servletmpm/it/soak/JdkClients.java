package org.servletmpm.it.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.servletmpm.it.client.TrustingTls;

/** The JDK's clients for one server, and the way to it. Any thread. */
final class JdkClients implements AutoCloseable {

    private static final int NUMBER = 3;

    private final List<HttpClient> clients;
    private final Target target;

    /** Null when they can ask the server itself. */
    private final UpgradeRelay relay;

    private JdkClients(List<HttpClient> clients, Target target, UpgradeRelay relay) {
        this.clients = clients;
        this.target = target;
        this.relay = relay;
    }

    /** Their connections end when nobody holds them any more, and a collection has found out. */
    static JdkClients of(Target target) throws IOException {
        List<HttpClient> clients = Stream.generate(JdkClients::client).limit(NUMBER).toList();
        boolean upgrades = target.http2() && !target.tls();
        return new JdkClients(clients, target, upgrades ? UpgradeRelay.to(target.port()) : null);
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().sslContext(TrustingTls.context()).build();
    }

    HttpClient any(RandomGenerator random) {
        return clients.get(random.nextInt(clients.size()));
    }

    URI uri(String path) {
        return URI.create(
                relay == null ? target.url(path) : "http://localhost:" + relay.port() + path);
    }

    @Override
    public void close() {
        if (relay != null) {
            relay.close();
        }
    }
}
