package org.servletmpm.it.bench.overload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts what becomes of requests: sent = answered + refused + left + failed. One thread. */
final class Tally {

    private int sent;
    private int left;
    private int failed;
    private final List<Long> answers = new ArrayList<>();
    private final List<Long> refusals = new ArrayList<>();

    void sent() {
        sent++;
    }

    /** The client had no answer in time. */
    void left() {
        left++;
    }

    void failed() {
        failed++;
    }

    void answered(int status, long nanos) {
        (status == 200 ? answers : refusals).add(nanos);
    }

    int sentSoFar() {
        return sent;
    }

    int answers() {
        return answers.size();
    }

    int refusals() {
        return refusals.size();
    }

    int leavers() {
        return left;
    }

    int failures() {
        return failed;
    }

    /**
     * @return milliseconds that so many in 100 answers have taken at the most
     */
    String answerPercentile(int percent) {
        return percentile(answers, percent);
    }

    /** The same of refusals. */
    String refusalPercentile(int percent) {
        return percentile(refusals, percent);
    }

    private static String percentile(List<Long> nanos, int percent) {
        return nanos.stream()
                .sorted()
                .skip((long) (nanos.size() - 1) * percent / 100)
                .findFirst()
                .map(each -> String.format(Locale.ROOT, "%.0f", each / 1e6))
                .orElse("-");
    }
}
