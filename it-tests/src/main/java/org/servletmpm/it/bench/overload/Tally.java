package org.servletmpm.it.bench.overload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Counts what becomes of requests: sent = answered + refused + left + failed. Any thread. */
final class Tally {

    /**
     * @param at nanoseconds between the start of the load and its being sent
     * @param took nanoseconds until its answer
     */
    private record Answer(long at, long took) {}

    private int sent;
    private int left;
    private int failed;
    private final List<Answer> answers = new ArrayList<>();
    private final List<Answer> refusals = new ArrayList<>();

    synchronized void sent() {
        sent++;
    }

    /** The client had no answer in time. */
    synchronized void left() {
        left++;
    }

    synchronized void failed() {
        failed++;
    }

    /**
     * @param at nanoseconds between the start of the load and the request
     * @param took nanoseconds
     */
    synchronized void answered(int status, long at, long took) {
        (status == 200 ? answers : refusals).add(new Answer(at, took));
    }

    synchronized int requests() {
        return sent;
    }

    synchronized int answers() {
        return answers.size();
    }

    synchronized int refusals() {
        return refusals.size();
    }

    synchronized int leavers() {
        return left;
    }

    synchronized int failures() {
        return failed;
    }

    /**
     * @return milliseconds that so many in 100 answers have taken at the most
     */
    synchronized String answerPercentile(int percent) {
        return percentile(answers, each -> true, percent);
    }

    /** The same of those that were asked for later than that many nanoseconds after the start. */
    synchronized String laterPercentile(long nanos, int percent) {
        return percentile(answers, each -> each.at > nanos, percent);
    }

    /** The same of refusals. */
    synchronized String refusalPercentile(int percent) {
        return percentile(refusals, each -> true, percent);
    }

    /** The same of refusals that were asked for later than that after the start. */
    synchronized String laterRefusalPercentile(long nanos, int percent) {
        return percentile(refusals, each -> each.at > nanos, percent);
    }

    private static String percentile(List<Answer> all, Predicate<Answer> which, int percent) {
        List<Long> sorted = all.stream().filter(which).map(Answer::took).sorted().toList();
        return sorted.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT, "%.0f", sorted.get((sorted.size() - 1) * percent / 100) / 1e6);
    }
}
