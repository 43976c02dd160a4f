package org.servletmpm.status;

import java.util.OptionalDouble;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Holds what has been served since the start, and mod_status's quotients of it: what a server
 * counts with {@code ExtendedStatus On}. Quotients are of single precision, as httpd's are: the
 * last digit shown depends on it. One without a divisor is empty. Immutable.
 */
record Traffic(
        long accesses,
        long kilobytes,
        long durationMillis,
        long uptimeSeconds,
        MachineReadings.Cpu own,
        MachineReadings.Cpu children) {
    private static final int BYTES_PER_KILOBYTE = 1024;

    static Traffic of(StatusReport report) {
        Snapshot snapshot = report.snapshot();
        return new Traffic(
                snapshot.totalAccesses(),
                snapshot.totalBytes() / BYTES_PER_KILOBYTE,
                snapshot.totalDurationMillis(),
                report.uptimeSeconds(),
                report.machine().cpu(),
                report.machine().childrenCpu());
    }

    /**
     * @return percent of one processor over the uptime; also empty at 0, as httpd leaves it out
     *     then
     */
    OptionalDouble cpuLoad() {
        float seconds = own.total() + children.total();
        return seconds > 0 && uptimeSeconds > 0
                ? OptionalDouble.of(seconds / uptimeSeconds * 100.0)
                : OptionalDouble.empty();
    }

    OptionalDouble requestsPerSecond() {
        return quotient(accesses, uptimeSeconds);
    }

    OptionalDouble bytesPerSecond() {
        return quotient(bytes(), uptimeSeconds);
    }

    OptionalDouble bytesPerRequest() {
        return quotient(bytes(), accesses);
    }

    OptionalDouble millisPerRequest() {
        return quotient(durationMillis, accesses);
    }

    /** Multiplies whole kilobytes, rounded down before, as httpd does. */
    private float bytes() {
        return BYTES_PER_KILOBYTE * (float) kilobytes;
    }

    private static OptionalDouble quotient(float dividend, long divisor) {
        return divisor > 0 ? OptionalDouble.of(dividend / divisor) : OptionalDouble.empty();
    }
}
