package org.servletmpm.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the files that a program consists of, in its command: the jar of {@code -jar} with what its
 * manifest's {@code Class-Path} names, class path, module path and agents of a {@code java}, and
 * what an operator has named besides. In a snapshot each of them has its own absolute path below
 * the snapshot's directory, so that they find each other as before. Immutable.
 */
final class ProgramFiles {

    private static final Set<String> PATH_OPTIONS =
            Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path");
    private static final Set<String> OPTIONS_WITH_VALUE =
            Set.of(
                    "--add-opens",
                    "--add-exports",
                    "--add-reads",
                    "--add-modules",
                    "--limit-modules",
                    "--patch-module",
                    "--enable-native-access",
                    "--upgrade-module-path");
    private static final Pattern PATH_OPTION = Pattern.compile("(--(?:class|module)-path=)(.*)");
    private static final Pattern AGENT = Pattern.compile("(-javaagent:)([^=]+)(=.*)?");
    private static final String ALL_JARS = "*";

    private final List<String> command;
    private final Path directory;
    private final List<Path> named;

    /**
     * @param command the program and its arguments
     * @param directory that it runs in; absolute
     * @param named files and directories that belong to it, too
     */
    ProgramFiles(List<String> command, Path directory, List<Path> named) {
        this.command = command;
        this.directory = directory;
        this.named = named;
    }

    private Path absolute(Path path) {
        return directory.resolve(path).normalize();
    }

    /**
     * @return by the absolute path that the program knows it by, what is to be copied: a file, a
     *     directory, or with a path that ends with {@code *} every jar of a directory
     * @throws IOException when one cannot be read that the program needs
     */
    Map<Path, Path> all() throws IOException {
        Rewriting seen = new Rewriting(Optional.empty());
        seen.rewrite();
        Map<Path, Path> all = new LinkedHashMap<>();
        for (Path path : named) {
            all.put(absolute(path), required(absolute(path)));
        }
        if (seen.jar.isPresent()) {
            required(seen.jar.get());
        }
        for (Path path : seen.paths) {
            add(path, path, all);
        }
        return all;
    }

    /** Adds a file, and what the manifest of a jar names. */
    private static void add(Path path, Path source, Map<Path, Path> all) throws IOException {
        boolean exists = isAllJars(source) || Files.exists(source);
        if (exists && all.put(path, source) == null) {
            for (String name : classPath(source)) {
                // Beside the target of a link, where Java looks.
                Path beside = source.toRealPath().resolveSibling(name).normalize();
                add(path.resolveSibling(name).normalize(), beside, all);
            }
        }
    }

    /**
     * @return the jar of {@code -jar}; some programs look beside it for the rest of them
     */
    Optional<Path> jar() {
        Rewriting seen = new Rewriting(Optional.empty());
        seen.rewrite();
        return seen.jar;
    }

    /**
     * @return the program that runs what is copied to a snapshot
     */
    Program in(Snapshot snapshot) {
        Path copies = snapshot.copies();
        Rewriting rewriting = new Rewriting(Optional.of(copies));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.replaceAll((name, value) -> rewriting.named(value));
        environment.entrySet().removeAll(System.getenv().entrySet());
        boolean moves = named.stream().map(this::absolute).anyMatch(directory::startsWith);
        Path there = moves ? in(copies, directory) : directory;
        return new Program(
                snapshot.number(),
                rewriting.rewrite(),
                there,
                environment,
                Optional.of(snapshot.archive()));
    }

    /**
     * @return the program that runs the files that are there when a child starts
     */
    Program asItIs() {
        return new Program(0, command, directory, Map.of(), Optional.empty());
    }

    /**
     * @param path absolute
     * @return where it is in a snapshot
     */
    static Path in(Path copies, Path path) {
        return copies.resolve(path.getRoot().relativize(path));
    }

    /**
     * @return where the {@code java} is in a command; its length if it has none
     */
    static int java(List<String> command) {
        int at = 0;
        while (at < command.size() && !Path.of(command.get(at)).endsWith("java")) {
            at++;
        }
        return at;
    }

    static boolean isAllJars(Path path) {
        return path.endsWith(ALL_JARS);
    }

    private static Path required(Path path) throws IOException {
        if (!Files.isReadable(path)) {
            throw new IOException(path + ": there is no such file, or it cannot be read");
        }
        return path;
    }

    private static List<String> classPath(Path jar) {
        if (!jar.toString().endsWith(".jar") || !Files.isRegularFile(jar)) {
            return List.of();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String names =
                    manifest == null
                            ? null
                            : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return names == null ? List.of() : List.of(names.strip().split("\\s+"));
        } catch (IOException e) {
            // It is none. The program says so itself, if that matters.
            return List.of();
        }
    }

    /** Goes through the command once: sees its paths, and puts others in their place. */
    private final class Rewriting {

        private final List<Path> paths = new ArrayList<>();
        private final Optional<Path> copies;
        private Optional<Path> jar = Optional.empty();

        /**
         * @param copies where the paths are to lead; empty to leave them as they are
         */
        Rewriting(Optional<Path> copies) {
            this.copies = copies;
        }

        List<String> rewrite() {
            List<String> rewritten = new ArrayList<>();
            int java = java(command);
            command.subList(0, java).forEach(before -> rewritten.add(named(before)));
            int at = java;
            while (at < command.size()) {
                String argument = command.get(at++);
                boolean hasValue = at < command.size();
                if (hasValue && PATH_OPTIONS.contains(argument)) {
                    rewritten.add(argument);
                    rewritten.add(list(command.get(at++)));
                } else if (hasValue && argument.equals("-jar")) {
                    rewritten.add(argument);
                    jar = Optional.of(absolute(Path.of(command.get(at))));
                    rewritten.add(path(command.get(at++)));
                    break;
                } else if (hasValue && OPTIONS_WITH_VALUE.contains(argument)) {
                    rewritten.add(argument);
                    rewritten.add(named(command.get(at++)));
                } else {
                    rewritten.add(option(argument));
                    if (at > java + 1 && !argument.startsWith("-")) {
                        break;
                    }
                }
            }
            command.subList(at, command.size()).forEach(rest -> rewritten.add(named(rest)));
            return rewritten;
        }

        private String option(String argument) {
            Matcher list = PATH_OPTION.matcher(argument);
            if (list.matches()) {
                return list.group(1) + list(list.group(2));
            }
            Matcher agent = AGENT.matcher(argument);
            if (agent.matches()) {
                String options = agent.group(3);
                return agent.group(1) + path(agent.group(2)) + (options == null ? "" : options);
            }
            return named(argument);
        }

        private String list(String list) {
            List<String> rewritten = new ArrayList<>();
            for (String path : list.split(":", -1)) {
                rewritten.add(path(path));
            }
            return String.join(":", rewritten);
        }

        private String path(String path) {
            Path absolute = absolute(Path.of(path));
            paths.add(absolute);
            return copies.map(there -> in(there, absolute).toString()).orElse(path);
        }

        /** Names the copy where the text names something of what the operator has named. */
        private String named(String text) {
            String rewritten = text;
            for (Path path : copies.isPresent() ? named : List.<Path>of()) {
                String either = Pattern.quote(absolute(path).toString());
                if (!path.toString().isEmpty()) {
                    either += "|" + Pattern.quote(path.toString());
                }
                String whole = "(?<![^=:,;])(?:" + either + ")(?![^/:,;])";
                String there = in(copies.get(), absolute(path)).toString();
                rewritten = rewritten.replaceAll(whole, Matcher.quoteReplacement(there));
            }
            return rewritten;
        }
    }
}
