package org.servletmpm.it.jetty;

import java.util.EnumMap;
import java.util.Map;

/** One {@link JettyOver} for each connector, shared by the tests of a class. */
final class JettyPerConnector implements AutoCloseable {

    /** Puts together a Jetty that has not been started. */
    interface Recipe {
        JettyOver make(Over over) throws Exception;
    }

    private final Map<Over, JettyOver> running = new EnumMap<>(Over.class);
    private final Recipe recipe;

    JettyPerConnector(Recipe recipe) {
        this.recipe = recipe;
    }

    /** Started when it is first asked for. */
    JettyOver of(Over over) throws Exception {
        JettyOver jetty = running.get(over);
        if (jetty == null) {
            jetty = recipe.make(over).start();
            running.put(over, jetty);
        }
        return jetty;
    }

    @Override
    public void close() {
        for (JettyOver jetty : running.values()) {
            jetty.close();
        }
    }
}
