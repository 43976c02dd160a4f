package org.servletmpm.demo;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and SIGINT: the first asks for a graceful stop, the second ends the process at once. A
 * shutdown hook cannot do this: the JVM ignores signals while hooks run, and exits with 143.
 *
 * <p>Java's one way to see a signal is {@code sun.misc.Signal}, public in the module {@code
 * jdk.unsupported} for this use. It is called by name because javac's warning about it cannot be
 * turned off in a build that takes warnings for errors.
 */
final class Signals {
    private Signals() {}

    /**
     * @param gracefulStop called once, by a thread of the JVM's own; must not block
     * @throws ReflectiveOperationException on a Java without that module
     */
    static void stopWith(Runnable gracefulStop) throws ReflectiveOperationException {
        AtomicBoolean asked = new AtomicBoolean();
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object stop =
                Proxy.newProxyInstance(
                        Signals.class.getClassLoader(),
                        new Class<?>[] {handler},
                        (proxy, method, arguments) -> {
                            if (asked.getAndSet(true)) {
                                Runtime.getRuntime().halt(0);
                            }
                            gracefulStop.run();
                            return null;
                        });
        Method handle = signal.getMethod("handle", signal, handler);
        for (String name : List.of("TERM", "INT")) {
            handle.invoke(null, signal.getConstructor(String.class).newInstance(name), stop);
        }
    }
}
