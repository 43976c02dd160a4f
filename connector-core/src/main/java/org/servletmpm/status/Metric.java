package org.servletmpm.status;

import java.math.BigDecimal;
import java.util.function.ToLongFunction;
import javax.management.openmbean.SimpleType;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Names one figure of an engine and reads it from the scoreboard. Immutable.
 *
 * @param name its attribute in JMX; in {@code ?auto}, too, where mod_status has no other word
 * @param state the value of its family's label; empty where the family has none
 * @param reading the figure; of seconds the milliseconds
 */
public record Metric(
        String name, String state, Kind kind, Unit unit, ToLongFunction<Snapshot> reading) {

    /** Says how a figure changes. */
    public enum Kind {
        /** Up and down. */
        GAUGE,
        /** Up only, from 0 at the start. */
        COUNTER
    }

    /** Says what a figure counts. All forms of the status have the same unit. */
    public enum Unit {
        /** Things: workers, connections, requests. */
        NONE(""),
        BYTES("bytes"),
        /** With three decimals. */
        SECONDS("seconds");

        private final String word;

        Unit(String word) {
            this.word = word;
        }

        /**
         * @return as OpenMetrics and Micrometer have it; empty for none
         */
        public String word() {
            return word;
        }
    }

    private static final int MILLI = 3;

    /** Makes it the figure of one state of its family. */
    Metric in(String value) {
        return new Metric(name, value, kind, unit, reading);
    }

    /**
     * @return the figure, in its unit
     */
    public BigDecimal of(Snapshot snapshot) {
        return BigDecimal.valueOf(reading.applyAsLong(snapshot), unit == Unit.SECONDS ? MILLI : 0);
    }

    /**
     * @return the figure as JMX has it: a double of seconds, an int where it goes up and down, else
     *     a long
     */
    Number number(Snapshot snapshot) {
        BigDecimal value = of(snapshot);
        if (unit == Unit.SECONDS) {
            return value.doubleValue();
        }
        return isInt() ? (Number) value.intValueExact() : (Number) value.longValueExact();
    }

    /**
     * @return the type of {@link #number}
     */
    SimpleType<?> type() {
        return unit == Unit.SECONDS
                ? SimpleType.DOUBLE
                : isInt() ? SimpleType.INTEGER : SimpleType.LONG;
    }

    private boolean isInt() {
        return unit == Unit.NONE && kind == Kind.GAUGE;
    }
}
