package org.servletmpm.directive;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Collects what was written: the value that counts for each directive, and a finding for each value
 * that was not simply taken. Belongs to the thread that builds the directives. Reading never
 * throws, so that all errors are found.
 */
final class Settings {
    private final Model model;
    private final boolean processes;
    private final Runtime.Version java;
    private final Map<Directive, Setting> settings = new EnumMap<>(Directive.class);
    private final List<Finding> findings = new ArrayList<>();
    private OptionalInt maxConnections = OptionalInt.empty();
    private int errors;

    /**
     * @param java the version whose threads the workers are
     * @param processes whether the children are processes
     */
    Settings(Model model, Runtime.Version java, boolean processes) {
        this.model = model;
        this.java = java;
        this.processes = processes;
    }

    Model model() {
        return model;
    }

    Runtime.Version java() {
        return java;
    }

    Map<Directive, Setting> written() {
        return settings;
    }

    Optional<Setting> written(Directive directive) {
        return Optional.ofNullable(settings.get(directive));
    }

    OptionalInt maxConnections() {
        return maxConnections;
    }

    List<Finding> findings() {
        return findings;
    }

    void add(Finding finding) {
        findings.add(finding);
        errors += finding.level() == Level.ERROR ? 1 : 0;
    }

    /**
     * @return how many errors have been found
     */
    int errors() {
        return errors;
    }

    /** Throws if there are errors, with all of them. */
    void refuseErrors() throws ConfigurationException {
        List<Finding> errors = findings.stream().filter(f -> f.level() == Level.ERROR).toList();
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors);
        }
    }

    /** Reads a directive in httpd's words; few directives take several words. */
    void directive(String name, List<String> words, Origin origin) {
        String text = String.join(" ", words);
        Optional<Directive> named = Directive.named(name);
        if (named.isEmpty()) {
            String question = "did you mean " + Directive.nearest(name) + "?";
            refuse(origin, name, text, "", "is no MPM directive, " + question);
            return;
        }
        Directive directive = named.get();
        if (directive.effect() == Scope.Effect.REFUSED) {
            refuse(origin, name, text, "", "refused, children share one listening socket");
        } else if (words.size() > 1 && !directive.syntax().takesWords()) {
            String hint =
                    words.stream().anyMatch(word -> word.startsWith("#"))
                            ? "one value; a comment needs its own line"
                            : "one value";
            refuse(origin, directive.directiveName(), text, hint, "");
        } else {
            Optional<?> value = directive.syntax().read().apply(text);
            if (value.isEmpty()) {
                String allowed = directive.syntax().allowed();
                refuse(origin, directive.directiveName(), text, allowed, "");
            } else {
                take(name, new Setting(directive, text, value.get(), origin, false));
            }
        }
    }

    /**
     * Reads a setting in the container's words. Numbers that the container takes for "no limit" or
     * "your default" mean the same here.
     */
    void attribute(String attribute, String value, Origin origin) {
        Optional<Integer> read = Syntax.CORRECTED.read().apply(value.strip());
        if (read.isEmpty()) {
            refuse(origin, attribute, value, "a whole number", "");
            return;
        }
        int number = read.get();
        switch (attribute) {
            case "maxThreads" -> put(container(Directive.MAX_REQUEST_WORKERS, number, origin));
            case "minSpareThreads" -> minSpareThreads(number, origin);
            case "acceptCount" -> acceptCount(number, origin);
            case "maxConnections" -> maxConnections(number, origin);
            case "connectionTimeout" -> put(container(Directive.TIMEOUT, millis(number), origin));
            case "keepAliveTimeout" ->
                    put(container(Directive.KEEP_ALIVE_TIMEOUT, millis(number), origin));
            case "maxKeepAliveRequests" ->
                    put(container(Directive.MAX_KEEP_ALIVE_REQUESTS, Math.max(0, number), origin));
            default ->
                    refuse(
                            origin,
                            attribute,
                            value,
                            "maxThreads, minSpareThreads, acceptCount, maxConnections,"
                                    + " connectionTimeout, keepAliveTimeout or"
                                    + " maxKeepAliveRequests",
                            "");
        }
    }

    private void minSpareThreads(int number, Origin origin) {
        Setting setting = container(Directive.MIN_SPARE_THREADS, number, origin);
        if (Directive.MIN_SPARE_THREADS.concerns(model)) {
            put(setting);
        } else {
            add(setting.finding(Level.WARNING, "", inVain("worker and event")));
        }
    }

    private void acceptCount(int number, Origin origin) {
        if (number >= 1) {
            put(container(Directive.LISTEN_BACKLOG, number, origin));
        } else {
            String usual = Directive.LISTEN_BACKLOG.defaultFor(model).orElseThrow();
            add(
                    new Finding(
                            Level.WARNING,
                            origin,
                            Directive.LISTEN_BACKLOG.directiveName(),
                            Integer.toString(number),
                            "at least 1",
                            "using " + usual));
        }
    }

    private void maxConnections(int number, Origin origin) {
        if (number == -1 || number >= 1) {
            maxConnections = OptionalInt.of(number);
        } else {
            String text = Integer.toString(number);
            refuse(origin, "maxConnections", text, "-1 (no limit) or at least 1", "");
        }
    }

    private void take(String name, Setting setting) {
        Directive directive = setting.directive();
        if (directive.aliases().stream().anyMatch(name::equalsIgnoreCase)) {
            add(
                    new Finding(
                            Level.INFO,
                            setting.origin(),
                            name,
                            setting.text(),
                            "",
                            "deprecated name, using " + directive));
        }
        if (!directive.concerns(model)) {
            String models =
                    List.of(Model.values()).stream()
                            .filter(directive::concerns)
                            .map(Model::toString)
                            .collect(Collectors.joining(" and "));
            add(setting.finding(Level.WARNING, "", inVain(models)));
        } else if (directive.effect() == Scope.Effect.PROCESS_MODE && !processes) {
            add(setting.finding(Level.WARNING, "", "takes effect in process mode only"));
        } else if (directive.effect() == Scope.Effect.UNNEEDED) {
            add(setting.finding(Level.INFO, "", "not needed, one child at a time accepts"));
        } else if (setting.value() == ThreadKind.VIRTUAL) {
            ThreadKind.objection(setting, model, java).ifPresent(this::add);
        }
        put(setting);
    }

    /**
     * Takes a setting. httpd's words come before the container's; of the same rank, the later
     * counts.
     */
    private void put(Setting setting) {
        Setting earlier = settings.get(setting.directive());
        if (earlier == null) {
            settings.put(setting.directive(), setting);
        } else if (setting.fromContainer() && !earlier.fromContainer()) {
            add(setting.finding(Level.INFO, "", "yields to " + at(earlier)));
        } else if (isSecondListen(setting, earlier)) {
            String reason = "a connector has one Listen, and there is " + at(earlier);
            add(setting.finding(Level.ERROR, "", reason));
        } else {
            add(earlier.finding(Level.INFO, "", "yields to " + at(setting)));
            settings.put(setting.directive(), setting);
        }
    }

    /**
     * Refuses a second Listen of one file: in httpd it would open one more port, and clients may
     * use both.
     */
    private static boolean isSecondListen(Setting setting, Setting earlier) {
        return setting.directive() == Directive.LISTEN
                && setting.origin().line() > 0
                && setting.origin().source().equals(earlier.origin().source());
    }

    private String inVain(String models) {
        return "has no effect in " + model + ", only in " + models;
    }

    private static String at(Setting setting) {
        return setting.text() + " (" + setting.origin() + ")";
    }

    private static Setting container(Directive directive, Object value, Origin origin) {
        return new Setting(directive, directive.syntax().shown(value), value, origin, true);
    }

    /** Converts a timeout: both containers take 0 and below for none. */
    private static long millis(int number) {
        return number <= 0 ? -1 : number;
    }

    private void refuse(Origin origin, String name, String text, String allowed, String action) {
        add(new Finding(Level.ERROR, origin, name, text, allowed, action));
    }
}
