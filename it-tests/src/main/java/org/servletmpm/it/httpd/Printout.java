package org.servletmpm.it.httpd;

import java.io.PrintStream;
import java.util.List;

/**
 * Two pools side by side, or one alone.
 *
 * @param series the samples of each subject, one a second
 * @param atRest whether only the ends of steps have to agree
 */
record Printout(
        Scenario scenario, List<Subject> subjects, List<List<Sample>> series, boolean atRest) {

    /**
     * @return whether the subjects agree; one alone does
     */
    boolean print(PrintStream out) {
        List<Integer> disagreements =
                series.size() == 2
                        ? Agreement.disagreements(series.get(0), series.get(1)).stream()
                                .filter(second -> !atRest || scenario.endsStep(second))
                                .toList()
                        : List.of();
        StringBuilder head = new StringBuilder("   s  held");
        subjects.forEach(subject -> head.append(String.format("  %22s", subject.name())));
        out.println(head);
        String figures = "    busy  idle children";
        out.println("          " + figures.repeat(series.size()));
        for (int second = 0; second < scenario.load().size(); second++) {
            StringBuilder line =
                    new StringBuilder(
                            String.format("%4d  %4d", second, scenario.load().get(second)));
            for (List<Sample> samples : series) {
                Sample sample = samples.get(second);
                line.append(
                        String.format(
                                "  %6d%6d%8d  ", sample.busy(), sample.idle(), sample.children()));
            }
            out.println(disagreements.contains(second) ? line + "  <" : line);
        }
        if (series.size() < 2) {
            return true;
        }
        out.println(
                disagreements.isEmpty()
                        ? "They agree within a second at "
                                + (atRest ? "the end of every step.\n" : "every step.\n")
                        : "They disagree at " + disagreements + ".\n");
        return disagreements.isEmpty();
    }
}
