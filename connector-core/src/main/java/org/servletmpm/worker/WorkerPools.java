package org.servletmpm.worker;

/** The workers of all children of one connector. Any thread. */
public interface WorkerPools {

    /**
     * @return those of the children that are not leaving, lowest slot first; not to be changed by
     *     the caller
     */
    WorkerPool[] active();

    /**
     * @return those of the children that leave; not to be changed by the caller
     */
    WorkerPool[] leaving();

    /**
     * @return how many workers the active ones have
     */
    int workers();
}
