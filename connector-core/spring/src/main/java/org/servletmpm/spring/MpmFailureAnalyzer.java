package org.servletmpm.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains an application that did not start by its properties, in place of a stack trace. */
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
