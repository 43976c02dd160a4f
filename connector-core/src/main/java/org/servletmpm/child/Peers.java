package org.servletmpm.child;

import java.util.stream.Stream;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.waiting.Watch;
import org.servletmpm.worker.WorkerPools;

/** All children of a group, seen from what they share. Any thread. */
interface Peers extends WorkerPools {

    /**
     * @return the connections of all children
     */
    Stream<Watch> watches();

    /**
     * @return the scoreboard's record of a child that is not leaving; null when there is none
     */
    ChildScore anyScore();
}
