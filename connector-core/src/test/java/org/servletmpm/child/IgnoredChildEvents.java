package org.servletmpm.child;

/** Ignores what children report. Any thread. */
final class IgnoredChildEvents implements ChildEvents {

    @Override
    public void leaving(int slot, int generation, String reason) {}

    @Override
    public void gone(int slot, int generation) {}

    @Override
    public void died(Thread worker, int slot, int generation, Error cause, boolean replaced) {}
}
