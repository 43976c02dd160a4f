package org.servletmpm.status;

import java.util.Locale;

/** Formats amounts of data with the units that mod_status gives them on its page. */
final class ByteFormat {
    private static final long KILOBYTE = 1024;
    private static final long MEGABYTE = 1024 * KILOBYTE;
    private static final long GIGABYTE = 1024 * MEGABYTE;

    /** Up to here amounts are shown in bytes. */
    private static final long MOST_SINGLE_BYTES = 5 * KILOBYTE;

    private ByteFormat() {}

    /** Changes to the next unit at half of it. */
    static String ofBytes(long bytes) {
        if (bytes < MOST_SINGLE_BYTES) {
            return bytes + " B";
        }
        if (bytes < MEGABYTE / 2) {
            return tenths(bytes, KILOBYTE) + " kB";
        }
        if (bytes < GIGABYTE / 2) {
            return tenths(bytes, MEGABYTE) + " MB";
        }
        return tenths(bytes, GIGABYTE) + " GB";
    }

    /** Changes to the next unit at a whole one. */
    static String ofKilobytes(long kilobytes) {
        if (kilobytes < MEGABYTE / KILOBYTE) {
            return kilobytes + " kB";
        }
        if (kilobytes < GIGABYTE / KILOBYTE) {
            return tenths(kilobytes, MEGABYTE / KILOBYTE) + " MB";
        }
        return tenths(kilobytes, GIGABYTE / KILOBYTE) + " GB";
    }

    /** Formats kilobytes with one decimal, as the column Conn has them. */
    static String kilobytes(long bytes) {
        return tenths(bytes, KILOBYTE);
    }

    /** Formats megabytes with two decimals, as the columns Child and Slot have them. */
    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f", (double) bytes / MEGABYTE);
    }

    private static String tenths(long amount, long unit) {
        return String.format(Locale.ROOT, "%.1f", (double) amount / unit);
    }
}
