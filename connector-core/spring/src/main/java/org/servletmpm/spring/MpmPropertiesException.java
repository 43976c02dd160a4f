package org.servletmpm.spring;

import java.util.List;
import java.util.stream.Collectors;
import org.servletmpm.directive.Finding;

/** Properties that were refused. Its message has one line for every error found. */
public final class MpmPropertiesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    MpmPropertiesException(List<Finding> errors) {
        super(errors.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(errors);
    }

    /** All errors, not just the first. */
    public List<Finding> findings() {
        return findings;
    }
}
