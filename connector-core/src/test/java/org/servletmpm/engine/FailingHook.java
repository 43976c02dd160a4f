package org.servletmpm.engine;

/** Fails whenever it is told of an error. */
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
