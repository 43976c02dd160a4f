package org.servletmpm.status;

import java.math.BigDecimal;

/**
 * Writes OpenMetrics 1.0 text. A group is written as a whole: its type and its meaning, then its
 * samples. Every label's value is escaped.
 */
final class OpenMetricsWriter {
    private final StringBuilder text = new StringBuilder();

    /** The group that samples belong to, with the suffix of their names. */
    private String samples;

    /** Begins a group whose value goes up and down. */
    OpenMetricsWriter gauge(String name, String help) {
        return group(name, "gauge", "", help);
    }

    /** Begins a group whose value only grows; its samples' names end in {@code _total}. */
    OpenMetricsWriter counter(String name, String help) {
        return group(name, "counter", "_total", help);
    }

    /** Begins a group of texts as labels, with the value 1; the names end in {@code _info}. */
    OpenMetricsWriter info(String name, String help) {
        return group(name, "info", "_info", help);
    }

    private OpenMetricsWriter group(String name, String type, String suffix, String help) {
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        // A unit is the end of the group's name.
        for (String unit : new String[] {"seconds", "bytes"}) {
            if (name.endsWith("_" + unit)) {
                text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
            }
        }
        text.append("# HELP ").append(name).append(' ');
        escape(help);
        text.append('\n');
        samples = name + suffix;
        return this;
    }

    /**
     * @param labels names and values in turn
     */
    OpenMetricsWriter sample(long value, String... labels) {
        return sample(BigDecimal.valueOf(value), labels);
    }

    /**
     * @param labels names and values in turn
     */
    OpenMetricsWriter sample(BigDecimal value, String... labels) {
        text.append(samples);
        for (int at = 0; at < labels.length; at += 2) {
            text.append(at == 0 ? '{' : ',').append(labels[at]).append("=\"");
            escape(labels[at + 1]);
            text.append('"');
        }
        text.append(labels.length > 0 ? "} " : " ").append(value.toPlainString()).append('\n');
        return this;
    }

    /** Ends the text. */
    String document() {
        return text.append("# EOF\n").toString();
    }

    private void escape(String value) {
        for (int at = 0; at < value.length(); at++) {
            char character = value.charAt(at);
            switch (character) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(character);
            }
        }
    }
}
