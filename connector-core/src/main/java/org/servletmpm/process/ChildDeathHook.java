package org.servletmpm.process;

/**
 * Hears of children that die although nobody has told them to leave, if EnableExceptionHook is on:
 * httpd's exception hook, for processes. It is a service: an implementation is named in {@code
 * META-INF/services/org.servletmpm.process.ChildDeathHook} of something on the control's class
 * path.
 */
public interface ChildDeathHook {

    /** A child has died. The parent's thread: it must be short. What it throws is logged. */
    void died(Death death);

    /**
     * Tells what happened.
     *
     * @param slot the child's, from 0
     * @param generation the child's, from 0
     * @param pid its process
     * @param exitCode of its process; 128 and the signal's number where a signal has ended it
     * @param oldestRequest what it was doing; empty if nothing
     */
    record Death(int slot, int generation, long pid, int exitCode, String oldestRequest) {}
}
