package org.servletmpm;

/**
 * For code that Lincheck runs in every order. AssertJ's objects cannot be compared there, and
 * checked exceptions cannot leave a lambda.
 */
public final class ModelCheck {

    private ModelCheck() {}

    /** Fails with {@code otherwise} unless it is a fact. */
    public static void check(boolean fact, String otherwise) {
        if (!fact) {
            throw new IllegalStateException(otherwise);
        }
    }

    public static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
