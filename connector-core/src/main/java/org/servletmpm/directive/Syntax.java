package org.servletmpm.directive;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a directive's text into a value, and a value into text. Immutable.
 *
 * @param allowed what an error says may be written
 * @param takesWords whether a value may be several words
 * @param read empty for text that is not allowed
 */
record Syntax<T>(
        Class<T> type,
        String allowed,
        boolean takesWords,
        Function<String, Optional<T>> read,
        Function<T, String> show) {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern DURATION_FORM = Pattern.compile("(\\d{1,15})(ms|s|mi|min|h)?");
    private static final Pattern DECIMAL_FORM = Pattern.compile("\\d+(\\.\\d*)?|\\.\\d+");
    private static final Pattern MUTEX_FORM =
            Pattern.compile(
                    "(?i)(default|yes|none|no|posixsem|sysvsem|sem|pthread"
                            + "|(file|fcntl|flock)(:\\S+)?)");

    /** Any int: a value out of bounds is corrected later, as in httpd, and not refused. */
    static final Syntax<Integer> CORRECTED =
            whole("a whole number, 1 to " + Integer.MAX_VALUE, n -> true);

    static final Syntax<Integer> NOT_NEGATIVE =
            whole("a whole number, 0 (no limit) to " + Integer.MAX_VALUE, n -> n >= 0);

    static final Syntax<Integer> STOP_TIME =
            whole("a whole number, 0 (the container's time) to " + Integer.MAX_VALUE, n -> n >= 0);

    static final Syntax<Integer> POSITIVE =
            whole("a whole number, 1 to " + Integer.MAX_VALUE, n -> n >= 1);

    static final Syntax<Integer> SOCKET_BUFFER =
            whole(
                    "0 (the operating system's) or 512 to " + Integer.MAX_VALUE + " bytes",
                    n -> n == 0 || n >= 512);

    static final Syntax<Long> STACK_SIZE =
            of(
                    Long.class,
                    "0 (the JVM's) to " + Long.MAX_VALUE + " bytes",
                    text -> naturalNumber(text));

    static final Syntax<Long> BYTES =
            of(Long.class, "0 (none) to " + Long.MAX_VALUE + " bytes", text -> naturalNumber(text));

    static final Syntax<Integer> PERCENT =
            whole("a whole number, 0 (none) to 100 percent", n -> n >= 0 && n <= 100);

    static final Syntax<MemoryLimit> MEMORY =
            of(MemoryLimit.class, MemoryLimit.ALLOWED, MemoryLimit::read);

    /** Unlike {@link #POSITIVE}, fractions count: 0.5 is half a connection per idle worker. */
    static final Syntax<Double> FACTOR =
            new Syntax<>(
                    Double.class,
                    "a number above 0, such as 2 or 0.5",
                    false,
                    text ->
                            Optional.of(text)
                                    .filter(t -> DECIMAL_FORM.matcher(t).matches())
                                    .map(Double::valueOf)
                                    .filter(f -> f > 0 && Double.isFinite(f)),
                    f -> BigDecimal.valueOf(f).stripTrailingZeros().toPlainString());

    /**
     * Seconds, kept in milliseconds; a negative value (no limit) can be written only in the
     * container's words.
     */
    static final Syntax<Long> SECONDS =
            new Syntax<>(
                    Long.class,
                    "a whole number of seconds, 1 to " + Integer.MAX_VALUE,
                    false,
                    text -> POSITIVE.read().apply(text).map(s -> s * 1000L),
                    Syntax::showMillis);

    /** Milliseconds; a number without a unit is seconds. */
    static final Syntax<Long> DURATION =
            new Syntax<>(
                    Long.class,
                    "a whole number of seconds from 0, or one with a unit: ms, s, mi or h",
                    false,
                    text -> duration(text, "s"),
                    Syntax::showMillis);

    /** A number without a unit is milliseconds. */
    static final Syntax<Long> MILLISECONDS =
            of(
                    Long.class,
                    "a whole number of milliseconds from 0, or one with a unit: ms, s, mi or h",
                    text -> duration(text, "ms"));

    /** As above, above 0. */
    static final Syntax<Long> WAITING_TIME =
            of(
                    Long.class,
                    "a whole number of milliseconds, 1 to "
                            + Integer.MAX_VALUE
                            + ", or one with a unit: ms, s, mi or h",
                    text ->
                            duration(text, "ms")
                                    .filter(millis -> millis >= 1 && millis <= Integer.MAX_VALUE));

    /** So few that twice as many are no overflow. */
    static final Syntax<Integer> RETRY =
            whole("a whole number of seconds, 0 (none) to 86400", n -> n >= 0 && n <= 86_400);

    static final Syntax<Boolean> FLAG =
            new Syntax<>(
                    Boolean.class,
                    "On or Off",
                    false,
                    text ->
                            text.equalsIgnoreCase("on")
                                    ? Optional.of(true)
                                    : text.equalsIgnoreCase("off")
                                            ? Optional.of(false)
                                            : Optional.empty(),
                    on -> on ? "On" : "Off");

    static final Syntax<String> TEXT =
            of(
                    String.class,
                    "a text that is not empty",
                    text -> Optional.of(text).filter(t -> !t.isEmpty()));

    static final Syntax<ListenAddress> LISTEN =
            of(
                    ListenAddress.class,
                    "[address:]port, the port 0 (any) to 65535, IPv6 as [::]:80, or unix:/path",
                    ListenAddress::read);

    /** Without an address, it is the loopback address: the status shows clients' requests. */
    static final Syntax<Listen> STATUS_LISTEN =
            new Syntax<>(
                    Listen.class,
                    "[address:]port, the port 0 (any) to 65535, IPv6 as [::1]:9000, *:9000 for"
                            + " every address",
                    false,
                    text -> Listen.read(text.matches("\\d+") ? LOOPBACK + ":" + text : text),
                    listen -> listen.address().isEmpty() ? "*:" + listen : listen.toString());

    /** The accept mutex of 2.2, and {@code Mutex}, whose further words are names. */
    static final Syntax<String> MUTEX =
            ofWords(
                    String.class,
                    "default, none, fcntl, flock, file (these three with an optional :path),"
                            + " posixsem, sysvsem, sem or pthread",
                    text ->
                            Optional.of(text)
                                    .filter(t -> MUTEX_FORM.matcher(t.split("\\s+")[0]).matches()));

    static final Syntax<RequestReadTimeout> REQUEST_READ_TIMEOUT =
            ofWords(RequestReadTimeout.class, RequestReadTimeout.ALLOWED, RequestReadTimeout::read);

    static final Syntax<CrashLimit> CRASH_LIMIT =
            of(CrashLimit.class, CrashLimit.ALLOWED, CrashLimit::read);

    static final Syntax<ThreadKind> WORKER_THREADS =
            of(ThreadKind.class, ThreadKind.ALLOWED, ThreadKind::read);

    static final Syntax<Paths> PATHS = ofWords(Paths.class, Paths.ALLOWED, Paths::read);

    static final Syntax<WarmUpPaths> WARM_UP =
            ofWords(WarmUpPaths.class, WarmUpPaths.ALLOWED, WarmUpPaths::read);

    static final Syntax<Incompatible> INCOMPATIBLE =
            ofWords(Incompatible.class, Incompatible.ALLOWED, Incompatible::read);

    private static <T> Syntax<T> of(
            Class<T> type, String allowed, Function<String, Optional<T>> read) {
        return new Syntax<>(type, allowed, false, read, String::valueOf);
    }

    private static <T> Syntax<T> ofWords(
            Class<T> type, String allowed, Function<String, Optional<T>> read) {
        return new Syntax<>(type, allowed, true, read, String::valueOf);
    }

    private static Syntax<Integer> whole(String allowed, Predicate<Integer> accepts) {
        return of(
                Integer.class,
                allowed,
                text ->
                        integer(text)
                                .filter(n -> n.bitLength() < Integer.SIZE)
                                .map(BigInteger::intValue)
                                .filter(accepts));
    }

    private static Optional<Long> naturalNumber(String text) {
        return integer(text)
                .filter(n -> n.signum() >= 0 && n.bitLength() < Long.SIZE)
                .map(BigInteger::longValue);
    }

    private static Optional<BigInteger> integer(String text) {
        return text.matches("[+-]?[0-9]{1,30}")
                ? Optional.of(new BigInteger(text))
                : Optional.empty();
    }

    /** Shows a value as an operator would write it; {@code value} must be of this syntax's type. */
    String shown(Object value) {
        return show.apply(type.cast(value));
    }

    private static String showMillis(long millis) {
        return millis < 0
                ? "unlimited"
                : millis % 1000 == 0 ? Long.toString(millis / 1000) : millis + "ms";
    }

    private static Optional<Long> duration(String text, String withoutUnit) {
        Matcher parts = DURATION_FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long millis =
                switch (parts.group(2) == null ? withoutUnit : parts.group(2)) {
                    case "ms" -> 1;
                    case "mi", "min" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 1000;
                };
        BigInteger product = new BigInteger(parts.group(1)).multiply(BigInteger.valueOf(millis));
        return product.bitLength() < Long.SIZE
                ? Optional.of(product.longValue())
                : Optional.empty();
    }
}
