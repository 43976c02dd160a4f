package org.servletmpm.engine;

/** A hook of somebody's that does not work. */
public final class FailingHook implements ExceptionHook {
    @Override
    public void fatal(FatalError error) {
        throw new IllegalStateException("this hook always fails");
    }

    @Override
    public String toString() {
        return "failing hook";
    }
}
