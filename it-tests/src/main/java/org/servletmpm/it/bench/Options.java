package org.servletmpm.it.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.servletmpm.it.process.Jdk;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The benchmark's command line. */
final class Options {

    static final List<String> MODELS = List.of("event", "worker", "prefork");
    private static final List<String> CONTAINERS = List.of("tomcat", "jetty");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--only",
            split = ",",
            converter = PartConverter.class,
            paramLabel = "PART",
            description = "targets, price, virtual, alloc, peers (all)")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(
            names = "--container",
            split = ",",
            converter = ContainerConverter.class,
            paramLabel = "NAME",
            description = "tomcat, jetty (both)")
    private List<String> containers = CONTAINERS;

    @Option(
            names = "--model",
            split = ",",
            converter = ModelConverter.class,
            paramLabel = "NAME",
            description = "event, worker, prefork (targets, alloc: all; else event)")
    private List<String> models = List.of();

    @Option(
            names = "--case",
            split = ",",
            converter = CaseConverter.class,
            paramLabel = "NAME",
            description =
                    "hello-1, hello-8, hello-64 of targets, virtual and peers; cold-64, cold-8 of"
                            + " targets; of price sleep, mixed-50, mixed-5, spin, churn, pipelining,"
                            + " idle, slow-readers, tls-8, tls-64, http2-8x8, http2-1x32,"
                            + " http2-tls-8x8, http2-tls-1x32 (all that have a target)")
    private Set<Case> cases = Case.USUAL;

    @Option(
            names = "--jvms",
            description =
                    "fresh ones for each server (3; of peers, and to count what a request takes, 1)")
    private int jvms = 3;

    @Option(names = "--pairs", description = "runs of each JVM, taken in turns (2)")
    private int pairs = 2;

    @Option(names = "--seconds", description = "of each run (1)")
    private int seconds = 1;

    @Option(
            names = "--warm-up",
            description =
                    "seconds for each server before its first pair, at least the 6 of what is"
                            + " measured cold (4; TLS, HTTP/2: 10)")
    private Integer warmUp;

    @Option(
            names = "--set",
            paramLabel = "DIRECTIVE=VALUE",
            description = "a directive for our connectors alone (repeatable)")
    private List<String> directives = List.of();

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "an option for the JVM of every server (repeatable)")
    private List<String> jvm = List.of();

    @Option(
            names = "--virtual-jdk",
            paramLabel = "HOME",
            description = "a JDK 21 or newer for part virtual (one that is found)")
    private Path virtualJdk;

    Selection selection() {
        atLeast("--jvms", jvms, 1);
        atLeast("--pairs", pairs, 1);
        atLeast("--seconds", seconds, 1);
        if (warmUp != null) {
            atLeast("--warm-up", warmUp, 0);
        }
        return new Selection(
                parts,
                List.copyOf(new LinkedHashSet<>(containers)),
                models,
                cases,
                jvms,
                pairs,
                seconds,
                warmUp == null ? OptionalInt.empty() : OptionalInt.of(warmUp),
                directives);
    }

    /** The heap is not what is compared: it is large enough, and has one size. */
    List<String> jvm() {
        return Stream.concat(Stream.of("-Xms512m", "-Xmx512m"), jvm.stream()).toList();
    }

    /** The one that is named, or else found; empty if there is none with virtual threads. */
    Optional<Path> virtualJdk() throws IOException {
        return virtualJdk != null ? Optional.of(virtualJdk) : Jdk.since(21).map(Jdk::home);
    }

    private void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    option + " " + value + ": allowed " + least + " or more");
        }
    }

    private static <T> T one(String value, List<T> all, Function<T, String> name) {
        return all.stream()
                .filter(each -> name.apply(each).equals(value))
                .findFirst()
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "\"%s\": allowed %s"
                                                .formatted(
                                                        value,
                                                        String.join(
                                                                ", ",
                                                                all.stream().map(name).toList()))));
    }

    static final class PartConverter implements ITypeConverter<Part> {
        @Override
        public Part convert(String value) {
            return one(value, List.of(Part.values()), Part::id);
        }
    }

    static final class ContainerConverter implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            return one(value, CONTAINERS, Function.identity());
        }
    }

    static final class ModelConverter implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            return one(value, MODELS, Function.identity());
        }
    }

    static final class CaseConverter implements ITypeConverter<Case> {
        @Override
        public Case convert(String value) {
            return one(value, List.of(Case.values()), Case::id);
        }
    }
}
