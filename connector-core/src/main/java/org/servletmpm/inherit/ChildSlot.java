package org.servletmpm.inherit;

/**
 * Tells an application which of several children that are processes it runs in. Any thread, at any
 * time; in a JVM that is no such child there is one slot, and it is the first.
 *
 * <p>For what only one of them should do, such as a scheduled task:
 *
 * <pre>{@code
 * @Scheduled(cron = "0 0 3 * * *")
 * void tidy() {
 *     if (ChildSlot.isFirst()) { ... }
 * }
 * }</pre>
 */
public final class ChildSlot {

    private ChildSlot() {}

    /**
     * @return the slot's number, from 0
     */
    public static int number() {
        return Inherited.here().map(Inherited::slot).orElse(0);
    }

    /**
     * @return the child's generation, from 0: it counts rolling restarts
     */
    public static int generation() {
        return Inherited.here().map(Inherited::generation).orElse(0);
    }

    /**
     * Says whether this is the first of the children that serve, those of the lowest slot. It
     * changes while the application runs: never before the child serves, at once when the first one
     * leaves, and after the control has noticed it when that one dies. For a moment no child may be
     * it, or two: what must never run twice needs a lock that all children see, such as a row of a
     * database.
     */
    public static boolean isFirst() {
        return Inherited.here().map(Inherited::isFirst).orElse(true);
    }

    /**
     * Tells the control at which port this child alone can be asked, for its metrics above all. It
     * has effect before the child is ready.
     *
     * @param port of a server in this JVM, 1 to 65535
     */
    public static void managementPort(int port) {
        Inherited.here().ifPresent(here -> here.managementPort(port));
    }
}
