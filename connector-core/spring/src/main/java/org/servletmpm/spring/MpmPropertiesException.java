package org.servletmpm.spring;

import java.util.List;
import java.util.stream.Collectors;
import org.servletmpm.directive.Finding;

/** Refuses properties. Its message has one line for every error found. */
public final class MpmPropertiesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    MpmPropertiesException(List<Finding> errors) {
        super(errors.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(errors);
    }

    /**
     * @return all errors
     */
    public List<Finding> findings() {
        return findings;
    }
}
