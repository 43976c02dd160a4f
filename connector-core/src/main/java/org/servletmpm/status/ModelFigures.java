package org.servletmpm.status;

import java.util.function.BiConsumer;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.Snapshot;

/** What the status shows of one model and not of the others. Each figure has a name and a value. */
sealed interface ModelFigures permits BoundFigures, AsyncFigures {

    /** The one place where they are chosen. */
    static ModelFigures of(Model model) {
        return switch (model) {
            case PREFORK, WORKER -> new BoundFigures();
            case EVENT -> new AsyncFigures();
        };
    }

    /** What mod_status has in {@code ?auto}, ahead of the scoreboard. */
    void httpds(Snapshot snapshot, BiConsumer<String, Object> field);

    /** What is of ours in {@code ?auto}, behind the scoreboard. */
    void ours(Snapshot snapshot, BiConsumer<String, Object> field);

    /** The same for people, in sentences. */
    void summary(Snapshot snapshot, BiConsumer<String, Object> figure);

    /**
     * @param table writes a table of the children
     */
    void children(Runnable table);
}
