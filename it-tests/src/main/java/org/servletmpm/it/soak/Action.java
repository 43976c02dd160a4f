package org.servletmpm.it.soak;

/** Something a client does, in its thread, from connecting to the last byte. */
@FunctionalInterface
interface Action {

    record Named(String name, Action action) {}

    /**
     * Throws when what comes back is not what should; a failure after the client has left is none.
     */
    void perform(Client client) throws Exception;
}
