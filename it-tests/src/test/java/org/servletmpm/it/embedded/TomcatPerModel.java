package org.servletmpm.it.embedded;

import java.util.EnumMap;
import java.util.Map;
import org.apache.catalina.LifecycleException;
import org.servletmpm.it.cell.Cell;

/** One {@link AttributedTomcat} for each model, shared by the tests of a class. */
final class TomcatPerModel implements AutoCloseable {

    /** Puts together a Tomcat that has not been started. */
    interface Recipe {
        AttributedTomcat make(Cell.Model model) throws Exception;
    }

    private final Map<Cell.Model, AttributedTomcat> running = new EnumMap<>(Cell.Model.class);
    private final Recipe recipe;

    TomcatPerModel(Recipe recipe) {
        this.recipe = recipe;
    }

    /** Started when it is first asked for. */
    AttributedTomcat of(Cell.Model model) throws Exception {
        AttributedTomcat tomcat = running.get(model);
        if (tomcat == null) {
            tomcat = recipe.make(model).start();
            running.put(model, tomcat);
        }
        return tomcat;
    }

    @Override
    public void close() throws LifecycleException {
        for (AttributedTomcat tomcat : running.values()) {
            tomcat.close();
        }
    }
}
