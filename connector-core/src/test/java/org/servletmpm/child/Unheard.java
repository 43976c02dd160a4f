package org.servletmpm.child;

/** A parent that nobody needs: what children tell is lost. Any thread. */
final class Unheard implements ChildEvents {

    @Override
    public void leaving(int slot, int generation, String reason) {}

    @Override
    public void gone(int slot, int generation) {}

    @Override
    public void died(Thread worker, int slot, int generation, Error cause, boolean replaced) {}
}
