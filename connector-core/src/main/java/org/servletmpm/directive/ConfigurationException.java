package org.servletmpm.directive;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that was refused. Its message has one line for every error found. */
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    ConfigurationException(List<Finding> errors) {
        super(errors.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(errors);
    }

    /**
     * @return the same errors, of which those of a file have nothing of its text but the names of
     *     directives
     */
    ConfigurationException without(ConfigurationFile file) {
        return new ConfigurationException(
                findings.stream()
                        .map(
                                finding ->
                                        finding.origin().source().equals(file.name())
                                                ? finding.withoutText()
                                                : finding)
                        .toList());
    }

    /** All errors, in the order in which they were written; not just the first. */
    public List<Finding> findings() {
        return findings;
    }
}
