package org.servletmpm.overload;

/**
 * Holds what has waited for a worker in a tenth of a second. Immutable.
 *
 * @param length how many requests at the most
 * @param age how long the oldest of them has waited, in milliseconds
 * @param p99 how long 99 in 100 of the last requests have waited at the most, in milliseconds
 * @param overloaded whether OverloadControl sees overload
 */
public record QueueFigures(int length, long age, long p99, boolean overloaded) {

    /** Nothing waits. */
    public static final QueueFigures NONE = new QueueFigures(0, 0, 0, false);

    QueueFigures and(QueueFigures other) {
        return new QueueFigures(
                length + other.length,
                Math.max(age, other.age),
                Math.max(p99, other.p99),
                overloaded || other.overloaded);
    }
}
