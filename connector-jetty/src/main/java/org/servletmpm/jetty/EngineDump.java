package org.servletmpm.jetty;

import java.io.IOException;
import java.util.function.Supplier;
import org.eclipse.jetty.util.component.Dumpable;
import org.servletmpm.engine.Engine;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Shows the engine in {@code server.dump()}: its directives, its children, its scoreboard. Any
 * thread.
 */
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
        Dumpable.dumpObjects(
                out,
                indent,
                this,
                Dumpable.named("directives", current.getDirectives().effective()),
                Dumpable.named("children", current.getScoreboard().snapshot().childLines()));
    }
}
