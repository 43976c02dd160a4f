package org.servletmpm.it.httpd;

/**
 * A pool's figures in the scoreboard at one moment. Workers that leave are in none of the figures.
 *
 * @param busy workers with a request, the one that answers included
 * @param idle workers without, those that are starting included
 * @param children children that have a worker in either state
 */
record Sample(int busy, int idle, int children) {

    /**
     * @param letters a {@code Scoreboard:} line's. {@code C} counts as leaving: nothing here closes
     *     connections while it is sampled, but the child that httpd's prefork has just retired
     *     shows it until it is collected, a second later.
     * @param threadsPerChild how many letters belong to one child
     */
    static Sample of(String letters, int threadsPerChild) {
        int busy = 0;
        int idle = 0;
        int children = 0;
        for (int from = 0; from < letters.length(); from += threadsPerChild) {
            String child =
                    letters.substring(from, Math.min(letters.length(), from + threadsPerChild));
            int busyHere = count(child, "RWKDL");
            int idleHere = count(child, "_S");
            busy += busyHere;
            idle += idleHere;
            children += busyHere + idleHere > 0 ? 1 : 0;
        }
        return new Sample(busy, idle, children);
    }

    private static int count(String letters, String which) {
        return (int) letters.chars().filter(letter -> which.indexOf(letter) >= 0).count();
    }
}
