package org.servletmpm.status;

import java.util.function.BiConsumer;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.Snapshot;

/** Writes what the status shows of one model only. Each figure has a name and a value. */
sealed interface ModelFigures permits BoundFigures, AsyncFigures {

    /** Chooses by the model: the one place where the status asks for it. */
    static ModelFigures of(Model model) {
        return switch (model) {
            case PREFORK, WORKER -> new BoundFigures();
            case EVENT -> new AsyncFigures();
        };
    }

    /** Writes one of the figures that all forms have. */
    static void write(String name, Snapshot snapshot, BiConsumer<String, Object> field) {
        field.accept(name, Metrics.named(name).of(snapshot).toPlainString());
    }

    /** Writes what mod_status has in {@code ?auto}, before the scoreboard. */
    void httpds(Snapshot snapshot, BiConsumer<String, Object> field);

    /** Writes what mod_status does not know, in {@code ?auto} after the scoreboard. */
    void ours(Snapshot snapshot, BiConsumer<String, Object> field);

    /** Writes the same for people, in sentences. */
    void summary(Snapshot snapshot, BiConsumer<String, Object> figure);

    /**
     * Writes the table of the children where the model has one.
     *
     * @param table writes it
     */
    void children(Runnable table);
}
