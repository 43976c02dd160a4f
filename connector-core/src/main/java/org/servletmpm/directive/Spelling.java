package org.servletmpm.directive;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that a word with typing errors probably means. */
public final class Spelling {

    private Spelling() {}

    /**
     * @return the candidate at the least distance; of several, the first in the alphabet
     */
    public static String nearest(String word, Collection<String> candidates) {
        return candidates.stream()
                .min(
                        Comparator.comparingInt((String name) -> distance(word, name))
                                .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /**
     * @return the nearest candidate, in its own spelling, if most of its letters are the word's
     */
    public static Optional<String> similar(String word, Collection<String> candidates) {
        return Optional.of(nearest(word, candidates))
                .filter(name -> 4 * distance(word, name) <= name.length());
    }

    /**
     * Computes Levenshtein's distance: letters to insert, delete or replace. It keeps one row of
     * the table.
     */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
