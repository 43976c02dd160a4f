package org.servletmpm.engine;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.stream.Collectors;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Origin;

/** Logs what takes effect, at a start and at each restart. Any thread. */
final class DirectivesLog {

    /** A logger of its own, for programs that report what they configure by other means. */
    private static final System.Logger FINDINGS = System.getLogger(Finding.class.getPackageName());

    private final System.Logger log;
    private final String place;

    /**
     * @param place what messages call the engine by
     */
    DirectivesLog(System.Logger log, String place) {
        this.log = log;
        this.place = place;
    }

    /**
     * @param note what an operator should know of the model
     */
    void starting(Directives directives, Optional<String> note) {
        inEffect(directives);
        note.ifPresent(line -> log.log(Level.INFO, place + ": " + line));
    }

    /** Logs what was corrected or noted, then every directive with the place it was written at. */
    void inEffect(Directives directives) {
        for (Finding finding : directives.findings()) {
            boolean info = finding.level() == org.servletmpm.directive.Level.INFO;
            FINDINGS.log(info ? Level.INFO : Level.WARNING, place + ": " + finding);
        }
        String effective =
                directives.effective().entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue() + origin(directives, e.getKey()))
                        .collect(Collectors.joining(" "));
        log.log(Level.INFO, directives.model() + " on " + place + ": " + effective);
    }

    private static String origin(Directives directives, String name) {
        return Directive.named(name)
                .map(directives::origin)
                .filter(origin -> !origin.equals(Origin.DEFAULT))
                .map(origin -> " (" + origin + ")")
                .orElse("");
    }
}
