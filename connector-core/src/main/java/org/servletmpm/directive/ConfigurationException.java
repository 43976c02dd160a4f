package org.servletmpm.directive;

import java.util.List;
import java.util.stream.Collectors;

/** Refuses a configuration. Its message has one line for every error found. */
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    ConfigurationException(List<Finding> errors) {
        super(errors.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(errors);
    }

    /**
     * @return the same errors, but those of a file show nothing of its text except names of
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

    /**
     * @return all errors, in the order in which they were written
     */
    public List<Finding> findings() {
        return findings;
    }
}
