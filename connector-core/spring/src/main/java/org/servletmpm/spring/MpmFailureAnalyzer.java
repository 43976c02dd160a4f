package org.servletmpm.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Boot asks it when an application did not start, to tell properties instead of a stack. */
final class MpmFailureAnalyzer extends AbstractFailureAnalyzer<MpmPropertiesException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, MpmPropertiesException cause) {
        return new FailureAnalysis(
                "The web server was not started: its processing model cannot be configured like"
                        + " this.\n\n    "
                        + cause.getMessage().replace("\n", "\n    "),
                "Correct what is named there. With mpm.enabled=false the server has its own"
                        + " connector again.",
                cause);
    }
}
