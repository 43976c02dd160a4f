package org.servletmpm.directive;

/** Ranks a {@link Finding}. */
public enum Level {
    /** Nothing that was written has changed its meaning. */
    INFO("INFO"),
    /** Something that was written takes effect differently, or not at all. */
    WARNING("WARN"),
    /** The configuration is refused. */
    ERROR("ERROR");

    private final String label;

    Level(String label) {
        this.label = label;
    }

    /** {@code INFO}, {@code WARN} or {@code ERROR}, as a finding's line begins. */
    @Override
    public String toString() {
        return label;
    }
}
