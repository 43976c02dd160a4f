package org.servletmpm.it.jetty;

import java.util.EnumMap;
import java.util.Map;

/** One {@link TestJetty} for each connector, shared by the tests of a class. */
final class JettyPerConnector implements AutoCloseable {

    /** Puts together a Jetty that has not been started. */
    interface Recipe {
        TestJetty make(ConnectorKind over) throws Exception;
    }

    private final Map<ConnectorKind, TestJetty> running = new EnumMap<>(ConnectorKind.class);
    private final Recipe recipe;

    JettyPerConnector(Recipe recipe) {
        this.recipe = recipe;
    }

    /** Started when it is first asked for. */
    TestJetty of(ConnectorKind over) throws Exception {
        TestJetty jetty = running.get(over);
        if (jetty == null) {
            jetty = recipe.make(over).start();
            running.put(over, jetty);
        }
        return jetty;
    }

    @Override
    public void close() {
        for (TestJetty jetty : running.values()) {
            jetty.close();
        }
    }
}
