package org.servletmpm.it.soak;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts what all clients did, and keeps what was wrong. Any thread. */
final class Results {

    /** Of those that are kept to be shown; all are counted. */
    private static final int SHOWN = 20;

    private static final class Timing {
        private long number;
        private long millis;
        private long longest;

        synchronized void count(long took) {
            number++;
            millis += took;
            longest = Math.max(longest, took);
        }

        @Override
        public synchronized String toString() {
            return number + " (" + millis / number + "/" + longest + " ms)";
        }
    }

    private final Map<String, Timing> actions = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> endings = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> ends = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> told = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> left = new ConcurrentSkipListMap<>();
    private final LongAdder sent = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final LongAdder wrong = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final List<String> shown = new ArrayList<>();

    void action(String name, long millis) {
        actions.computeIfAbsent(name, key -> new Timing()).count(millis);
    }

    /** A request is sent; each ends as one of the four that follow. */
    void sent() {
        sent.increment();
    }

    /** Requests whose client was told that there is no answer, in a way that is legal. */
    void told(String how, long number) {
        add(told, how, number);
    }

    /** Requests whose client did not wait for an answer. */
    void left(String how, long number) {
        add(left, how, number);
    }

    /** Requests that were answered wrongly, or not at all. */
    void wrong(long number) {
        wrong.add(number);
    }

    private static void add(Map<String, LongAdder> counts, String what, long number) {
        if (number != 0) {
            counts.computeIfAbsent(what, key -> new LongAdder()).add(number);
        }
    }

    private static long sum(Map<String, LongAdder> counts) {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /**
     * @return whether each request that was sent has had one of its ends
     */
    boolean isComplete() {
        return sent.sum() == answers.sum() + sum(told) + sum(left) + wrong.sum();
    }

    /** The record of all requests, by name. */
    Map<String, Long> record() {
        Map<String, Long> record = new LinkedHashMap<>();
        record.put("requests sent", sent.sum());
        record.put("answered rightly", answers.sum());
        told.forEach((how, number) -> record.put("told: " + how, number.sum()));
        left.forEach((how, number) -> record.put("left: " + how, number.sum()));
        record.put("WRONG OR NOT ANSWERED", wrong.sum());
        return record;
    }

    /** A complete answer that was right. */
    void answer() {
        answers.increment();
    }

    /** Something that happens, and is no fault. */
    void ending(String what) {
        endings.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    void ends(ClientEnd how, long number) {
        ends.computeIfAbsent(how.name(), key -> new LongAdder()).add(number);
    }

    synchronized void fault(String what) {
        faults.increment();
        if (shown.size() < SHOWN) {
            shown.add(what);
        }
    }

    long answers() {
        return answers.sum();
    }

    long faults() {
        return faults.sum();
    }

    synchronized List<String> shown() {
        return List.copyOf(shown);
    }

    /** How often each, and the mean and the longest time it took. */
    String actions() {
        return line(actions);
    }

    String endings() {
        return line(endings);
    }

    String ends() {
        return line(ends);
    }

    private static String line(Map<String, ?> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(count -> count.getKey() + " " + count.getValue())
                        .collect(Collectors.joining(", "));
    }
}
