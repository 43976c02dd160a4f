package org.servletmpm.directive;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses a container that is older than the oldest one that a connector runs in. Most of an older
 * container's methods are there, so that without this a server would start and answer 500 to every
 * request.
 */
public final class ContainerRelease {

    private static final Pattern NUMBERS = Pattern.compile("\\d+(?:\\.\\d+)*");

    private ContainerRelease() {}

    /**
     * @param product the container's name
     * @param oldest the first version that will do, in numbers and dots
     * @param found the version that is there; null, or without a number at its beginning, if the
     *     container does not say: it is taken as it is
     * @return if the version is older, a text with both versions
     */
    public static Optional<String> tooOld(String product, String oldest, String found) {
        Matcher version = NUMBERS.matcher(found == null ? "" : found);
        return version.lookingAt() && Arrays.compare(numbers(version.group()), numbers(oldest)) < 0
                ? Optional.of(
                        String.format(
                                "Servlet MPM needs %s %s or later, this is %1$s %3$s",
                                product, oldest, found))
                : Optional.empty();
    }

    /**
     * As {@link #tooOld}.
     *
     * @throws IllegalStateException if the version is older
     */
    public static void require(String product, String oldest, String found) {
        tooOld(product, oldest, found)
                .ifPresent(
                        text -> {
                            throw new IllegalStateException(text);
                        });
    }

    private static int[] numbers(String version) {
        return Pattern.compile("\\.").splitAsStream(version).mapToInt(Integer::parseInt).toArray();
    }
}
