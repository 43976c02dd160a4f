package org.servletmpm.process;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Hears signals. Java's one way to do so is {@code sun.misc.Signal}, public in the module {@code
 * jdk.unsupported} for this use; it is called by name because javac's warning about it cannot be
 * turned off.
 */
public final class Signals {
    private Signals() {}

    /**
     * @param names such as {@code TERM}
     * @param heard run each time, by a thread of the JVM's own; must not block
     */
    public static void on(List<String> names, Runnable heard) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object own =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) -> {
                                heard.run();
                                return null;
                            });
            Method handle = signal.getMethod("handle", signal, handler);
            for (String name : names) {
                handle.invoke(null, signal.getConstructor(String.class).newInstance(name), own);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("signals cannot be heard on this Java: " + e, e);
        }
    }
}
