package org.servletmpm.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Holds what the status says of the machine and this process at one moment. The thread that asks
 * reads it. Immutable.
 *
 * @param load the system's load averages
 * @param cpu what this process has used since its start
 * @param childrenCpu what its child processes that have ended had used
 */
public record MachineReadings(Load load, Cpu cpu, Cpu childrenCpu) {
    /** Fields of {@code stat} that follow the process's name, counted from 0. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;
    private static final int CHILDREN_USER_TICKS = 13;
    private static final int CHILDREN_SYSTEM_TICKS = 14;

    /** Linux tells programs hundredths of a second, whatever the rate of its own clock. */
    private static final float TICKS_PER_SECOND = 100;

    /** Holds load averages over 1, 5 and 15 minutes; each -1 where the system has none. */
    public record Load(double one, double five, double fifteen) {
        static final Load UNKNOWN = new Load(-1, -1, -1);
    }

    /** Holds CPU time in seconds, spent in the program and in the kernel on its behalf. */
    public record Cpu(float user, float system) {
        static final Cpu NONE = new Cpu(0, 0);

        float total() {
            return user + system;
        }
    }

    /**
     * Reads them now. Where the system has no {@code /proc}, the load is unknown and all CPU time
     * of the process counts as the program's own.
     */
    public static MachineReadings take() {
        return from(Path.of("/proc"));
    }

    static MachineReadings from(Path proc) {
        Load load = load(proc.resolve("loadavg"));
        try {
            String[] stat =
                    afterName(
                            Files.readString(
                                    proc.resolve("self/stat"), StandardCharsets.ISO_8859_1));
            return new MachineReadings(
                    load,
                    new Cpu(seconds(stat[USER_TICKS]), seconds(stat[SYSTEM_TICKS])),
                    new Cpu(
                            seconds(stat[CHILDREN_USER_TICKS]),
                            seconds(stat[CHILDREN_SYSTEM_TICKS])));
        } catch (IOException | RuntimeException notLinux) {
            return new MachineReadings(load, ofThisProcess(), Cpu.NONE);
        }
    }

    private static Load load(Path loadavg) {
        try {
            String[] averages =
                    Files.readString(loadavg, StandardCharsets.US_ASCII).trim().split(" ");
            return new Load(
                    Double.parseDouble(averages[0]),
                    Double.parseDouble(averages[1]),
                    Double.parseDouble(averages[2]));
        } catch (IOException | RuntimeException notLinux) {
            return Load.UNKNOWN;
        }
    }

    /** Skips the name, which is in parentheses and may have blanks and parentheses itself. */
    private static String[] afterName(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    private static float seconds(String ticks) {
        return Long.parseLong(ticks) / TICKS_PER_SECOND;
    }

    private static Cpu ofThisProcess() {
        Duration total = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return new Cpu(total.toMillis() / 1000f, 0);
    }
}
