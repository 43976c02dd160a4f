package org.servletmpm.directive;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says how much memory a process may have (RecycleMemory). Immutable.
 *
 * @param amount bytes, or percent of the memory that there is; 0 is no limit
 */
public record MemoryLimit(long amount, boolean isPercent) {

    static final MemoryLimit NONE = new MemoryLimit(0, false);

    static final String ALLOWED =
            "0 (no limit), a whole number of bytes, one with a unit: K, M or G, or 1% to 100%";

    private static final Pattern PERCENT = Pattern.compile("([1-9]\\d?|100)%");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,15})([KMGkmg])?");

    static Optional<MemoryLimit> read(String text) {
        Matcher percent = PERCENT.matcher(text);
        if (percent.matches()) {
            return Optional.of(new MemoryLimit(Long.parseLong(percent.group(1)), true));
        }
        Matcher parts = BYTES.matcher(text);
        return parts.matches()
                ? Optional.of(new BigInteger(parts.group(1)).shiftLeft(unit(parts.group(2))))
                        .filter(bytes -> bytes.bitLength() < Long.SIZE)
                        .map(bytes -> new MemoryLimit(bytes.longValue(), false))
                : Optional.empty();
    }

    private static int unit(String letter) {
        return letter == null ? 0 : 10 * ("KMG".indexOf(letter.toUpperCase(Locale.ROOT)) + 1);
    }

    /**
     * @param all bytes of memory that there are; 0 where that is not known
     * @return in bytes; 0 for no limit
     */
    public long bytes(long all) {
        return isPercent ? (long) (all / 100.0 * amount) : amount;
    }

    @Override
    public String toString() {
        return isPercent ? amount + "%" : Long.toString(amount);
    }
}
