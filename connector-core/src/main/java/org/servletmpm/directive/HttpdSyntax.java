package org.servletmpm.directive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one file as httpd does: one directive on a line, comments on lines of their own, a
 * backslash at the end continues a line, names in any case, values in quotes. Belongs to the thread
 * that builds the directives.
 *
 * <p>{@code LoadModule} of an MPM chooses the model, unless somebody else does. {@code IfModule}
 * asks for the model. A block for another model, or for a module that there is none of, has no
 * effect; with {@code !} it has. The content of such a block is not read, but the block must be
 * closed, which httpd does not require at the end of a file.
 */
final class HttpdSyntax {

    /** A file with more errors is no file of directives. */
    static final int MOST_ERRORS = 20;

    private static final Pattern OPEN = Pattern.compile("<([A-Za-z]+)(?:\\s+(.*?))?\\s*>");
    private static final Pattern CLOSE = Pattern.compile("</([A-Za-z]+)>");
    private static final Pattern IF_MODULE = Pattern.compile("(?i)<IfModule(.*?)\\s*>?");
    private static final Pattern MPM =
            Pattern.compile(
                    "mpm_(prefork|worker|event)_module|(?:mod_)?(?:mpm_)?(prefork|worker|event)\\.c");
    private static final Pattern LOAD_MPM =
            Pattern.compile(
                    "(?im)^[ \\t]*LoadModule[ \\t]+\"?mpm_(prefork|worker|event)_module\\b.*$");
    private static final Pattern WORD =
            Pattern.compile(
                    "\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|'([^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+)'|(\\S+)");

    /** Describes an open section; its content counts if {@code active}. */
    private record Section(String name, String line, Origin origin, boolean active) {}

    private final Settings settings;
    private final String source;
    private final Deque<Section> open = new ArrayDeque<>();

    private HttpdSyntax(Settings settings, String source) {
        this.settings = settings;
        this.source = source;
    }

    static void read(String text, String source, Settings settings) {
        new HttpdSyntax(settings, source).read(text);
    }

    /**
     * @return the model of the first MPM that a file loads
     */
    static Optional<Model> loaded(String text) {
        Matcher line = LOAD_MPM.matcher(text);
        return line.find() ? Optional.of(Model.parse(line.group(1))) : Optional.empty();
    }

    private void read(String text) {
        // Text copied from web pages has no-break spaces, some editors write a byte order mark.
        List<String> lines = text.replace("\uFEFF", "").replace('\u00A0', ' ').lines().toList();
        for (int i = 0; i < lines.size() && !isHopeless(); i++) {
            Origin origin = Origin.file(source, i + 1);
            StringBuilder line = new StringBuilder(lines.get(i));
            while (!line.isEmpty() && line.charAt(line.length() - 1) == '\\') {
                line.setLength(line.length() - 1);
                if (i + 1 < lines.size()) {
                    line.append(lines.get(++i));
                }
            }
            line(line.toString().strip(), origin);
        }
        for (Section s : (Iterable<Section>) open::descendingIterator) {
            if (!isHopeless()) {
                refuse(s.origin(), s.line(), "", "is never closed, " + close(s) + " is missing");
            }
        }
    }

    private boolean isHopeless() {
        return settings.errors() >= MOST_ERRORS;
    }

    private void line(String line, Origin origin) {
        if (line.startsWith("</")) {
            end(line, origin);
        } else if (line.startsWith("<")) {
            begin(line, origin);
        } else if (!line.isEmpty() && !line.startsWith("#") && active()) {
            directive(line, origin);
        }
    }

    private void directive(String line, Origin origin) {
        Optional<Model> loaded = loaded(line);
        if (loaded.isPresent()) {
            if (loaded.get() != settings.model()) {
                String action = "without effect, the model is " + settings.model();
                settings.add(new Finding(Level.WARNING, origin, line, "", "", action));
            }
            return;
        }
        String[] nameAndRest = line.split("\\s+", 2);
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(nameAndRest.length > 1 ? nameAndRest[1] : "");
        while (word.find()) {
            String bare = word.group(3);
            if (bare != null && (bare.startsWith("\"") || bare.startsWith("'"))) {
                String name = nameAndRest[0];
                String allowed = "a text with a closing quote";
                settings.add(new Finding(Level.ERROR, origin, name, nameAndRest[1], allowed, ""));
                return;
            }
            String quoted = word.group(1) != null ? word.group(1) : word.group(2);
            words.add(bare != null ? bare : quoted.replaceAll("\\\\([\"'\\\\])", "$1"));
        }
        settings.directive(nameAndRest[0], words, origin);
    }

    private void begin(String line, Origin origin) {
        Matcher section = OPEN.matcher(line);
        boolean formed = section.matches();
        Matcher ifModule = IF_MODULE.matcher(line);
        if (formed && !section.group(1).equalsIgnoreCase("IfModule") && !ifModule.matches()) {
            if (active()) {
                refuse(origin, line, "", "is no section of MPM directives, only <IfModule> is");
            }
            open.push(new Section(section.group(1), line, origin, false));
        } else if (ifModule.matches()) {
            String module = ifModule.group(1).strip().replaceAll("^[\"']|[\"']$", "");
            if (module.isEmpty()) {
                refuse(origin, line, "<IfModule mpm_" + settings.model() + "_module>", "");
            } else if (!formed || !section.group(1).equalsIgnoreCase("IfModule")) {
                refuse(origin, line, "<IfModule " + module + ">", "");
            }
            open.push(new Section("IfModule", line, origin, active() && present(module, origin)));
        } else {
            refuse(origin, line, "<IfModule mpm_" + settings.model() + "_module>", "");
        }
    }

    private void end(String line, Origin origin) {
        Matcher close = CLOSE.matcher(line);
        if (open.isEmpty()) {
            refuse(origin, line, "", "closes no section");
            return;
        }
        Section section = open.pop();
        if (!close.matches() || !close.group(1).equalsIgnoreCase(section.name())) {
            refuse(origin, line, close(section), "");
        }
    }

    private boolean present(String condition, Origin origin) {
        boolean negated = condition.startsWith("!");
        String module = negated ? condition.substring(1).strip() : condition;
        Matcher mpm = MPM.matcher(module.toLowerCase(Locale.ROOT));
        if (mpm.matches()) {
            String name = mpm.group(1) != null ? mpm.group(1) : mpm.group(2);
            return name.equals(settings.model().toString()) != negated;
        }
        String action = "no such module here, block " + (negated ? "read" : "skipped");
        settings.add(new Finding(Level.INFO, origin, "IfModule", condition, "", action));
        return negated;
    }

    private boolean active() {
        return open.isEmpty() || open.peek().active();
    }

    private static String close(Section section) {
        return "</" + section.name() + ">";
    }

    private void refuse(Origin origin, String line, String allowed, String action) {
        settings.add(new Finding(Level.ERROR, origin, line, "", allowed, action));
    }
}
