package org.servletmpm.worker;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Makes virtual threads: {@code Thread.ofVirtual().name(name).unstarted(work)}, which is public
 * since Java 21 and has no name that code for Java 17 could use. Handles to these three methods
 * cost a lookup; a jar with classes for several versions would need a second JDK to build it. To be
 * used where {@link org.servletmpm.directive.Directives} has found that they exist. Any thread.
 */
final class VirtualThreads {

    /** (String name, Runnable work) -> Thread. */
    private static final MethodHandle UNSTARTED = unstarted();

    private VirtualThreads() {}

    private static MethodHandle unstarted() {
        try {
            MethodHandles.Lookup api = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle made =
                    api.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder));
            MethodHandle named =
                    api.findVirtual(builder, "name", MethodType.methodType(builder, String.class));
            MethodHandle unstarted =
                    api.findVirtual(
                            builder,
                            "unstarted",
                            MethodType.methodType(Thread.class, Runnable.class));
            return MethodHandles.collectArguments(
                    unstarted, 0, MethodHandles.collectArguments(named, 0, made));
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException(
                    "no virtual threads in Java " + Runtime.version(), e);
        }
    }

    /**
     * @throws Error what the JVM cannot do
     */
    static Thread unstarted(String name, Runnable work) {
        try {
            return (Thread) UNSTARTED.invokeExact(name, work);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("these methods declare no other exception", e);
        }
    }
}
