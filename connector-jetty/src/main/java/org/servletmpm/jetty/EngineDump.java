package org.servletmpm.jetty;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.util.component.Dumpable;
import org.servletmpm.engine.Engine;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Snapshot;

/** The engine in {@code server.dump()}: its directives, its children, its scoreboard. */
record EngineDump(Supplier<Engine> engine) implements Dumpable {

    @Override
    public String dumpSelf() {
        Engine current = engine.get();
        if (current == null) {
            return "mpm - not started";
        }
        Snapshot now = current.getScoreboard().snapshot();
        return String.format(
                "mpm %s - generation %d, %d busy, %d idle, %d connections, scoreboard %s",
                now.model(),
                now.generation(),
                now.busyWorkers(),
                now.idleWorkers(),
                now.connsTotal(),
                now.scoreboardLetters());
    }

    @Override
    public void dump(Appendable out, String indent) throws IOException {
        Engine current = engine.get();
        if (current == null) {
            Dumpable.dumpObject(out, this);
            return;
        }
        List<String> children = new ArrayList<>();
        Snapshot now = current.getScoreboard().snapshot();
        for (ChildSnapshot child : now.children()) {
            if (child.present()) {
                children.add(line(child));
            }
        }
        Dumpable.dumpObjects(
                out,
                indent,
                this,
                Dumpable.named("directives", current.getDirectives().effective()),
                Dumpable.named("children", children));
    }

    private static String line(ChildSnapshot child) {
        StringBuilder letters = new StringBuilder();
        child.workers().forEach(worker -> letters.append(worker.status().letter()));
        return String.format(
                "child %d.%d %s connections=%d %s",
                child.slot(),
                child.generation(),
                child.stopping() ? "leaving" : "accepting",
                child.connections(),
                letters);
    }
}
