package org.servletmpm.accept;

/** Says whether a child can serve one more connection. */
public interface Capacity {

    /**
     * Any thread.
     *
     * @param draining whether only what is queued is accepted
     * @return whether a connection taken now would be served
     */
    boolean canServe(boolean draining);

    /**
     * A client waits to be accepted. The accepting thread.
     *
     * @return whether the child takes that connection; if not, it has stopped accepting
     */
    default boolean admits() {
        return true;
    }

    /**
     * Any thread.
     *
     * @return whether the child may have another connection
     */
    default boolean hasRoom() {
        return true;
    }

    /**
     * Any thread.
     *
     * @return whether the child has not stopped accepting
     */
    default boolean isOpen() {
        return true;
    }

    /**
     * Any thread.
     *
     * @return whether it has stopped and need not any more
     */
    default boolean mayOpen() {
        return false;
    }

    /**
     * Goes on accepting if it may. The accepting thread.
     *
     * @return whether it had stopped
     */
    default boolean open() {
        return false;
    }
}
