package org.servletmpm.child;

import org.servletmpm.worker.WorkerPools;
import java.util.stream.Stream;
import org.servletmpm.waiting.Watch;

/** All children of a group, seen from what they share. Any thread. */
interface Peers extends WorkerPools {

    /**
     * @return the connections of all children
     */
    Stream<Watch> watches();
}
