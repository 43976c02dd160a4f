package org.servletmpm.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Holds what memory a process has, in bytes; -1 for what is not known. Immutable.
 *
 * @param resident of it in memory (RSS)
 * @param proportional the same, with what it shares counted in parts (PSS)
 * @param heap what its Java heap holds, garbage included
 */
public record ProcessMemory(long resident, long proportional, long heap) {

    /** Of what nobody has said. */
    public static final long UNKNOWN = -1;

    private static final long BYTES_PER_KILOBYTE = 1024;

    /** Reads what the system knows of a process; the heap it does not. */
    public static ProcessMemory of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        return new ProcessMemory(
                kilobytes(process.resolve("status"), "VmRSS:"),
                kilobytes(process.resolve("smaps_rollup"), "Pss:"),
                UNKNOWN);
    }

    /**
     * @return resident memory of a process in bytes; -1 where it is not known
     */
    public static long residentOf(long pid) {
        return kilobytes(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:");
    }

    /** The same with what the process itself says. */
    public ProcessMemory withHeap(long bytes) {
        return new ProcessMemory(resident, proportional, bytes);
    }

    private static long kilobytes(Path file, String field) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            int begin = text.indexOf("\n" + field) + 1;
            int end = text.indexOf("kB", begin);
            String number = text.substring(begin + field.length(), end).strip();
            return begin == 0 ? UNKNOWN : Long.parseLong(number) * BYTES_PER_KILOBYTE;
        } catch (IOException | RuntimeException e) {
            // It has ended, or there is no /proc.
            return UNKNOWN;
        }
    }
}
