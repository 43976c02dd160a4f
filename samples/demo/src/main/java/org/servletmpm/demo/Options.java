package org.servletmpm.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.servletmpm.directive.Model;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The command line, as written. */
@Command(
        name = "java -jar demo.jar",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Serves a few pages on embedded Tomcat or Jetty, as one of httpd's processing models"
                    + " (prefork, worker, event) or by the container's own connector.",
            "Prints one line that begins with READY when it serves; SIGTERM or Ctrl-C stops it"
                    + " gracefully, a second one at once."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:stopped by SIGTERM or Ctrl-C; --check found no error; --scoreboard could be read",
            "2:the command line, the configuration or the scoreboard is not usable",
            "3:the port is in use, or what --unix-socket or --jmx-port names"
        })
final class Options {
    private static final String SCOREBOARD = "--scoreboard";

    @Option(
            names = "--container",
            paramLabel = "NAME",
            defaultValue = "tomcat",
            converter = ContainerConverter.class,
            description = "tomcat or jetty (default: ${DEFAULT-VALUE})")
    ContainerName container;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "event",
            converter = ModelConverter.class,
            description = "prefork, worker or event (default: ${DEFAULT-VALUE})")
    Model model;

    @Option(
            names = "--children",
            paramLabel = "KIND",
            defaultValue = "thread",
            converter = ChildrenConverter.class,
            description = "what children are: thread or process (default: ${DEFAULT-VALUE})")
    ChildKind children;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = PortConverter.class,
            description = "0 to 65535, 0 is any free port (default: Listen's, or 8080)")
    Optional<Integer> port = Optional.empty();

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = "where to listen (default: Listen's, or 127.0.0.1)")
    Optional<String> address = Optional.empty();

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "an MPM configuration in httpd's syntax")
    Path conf;

    @Option(
            names = "--set",
            paramLabel = "DIRECTIVE=VALUE",
            converter = AssignmentConverter.class,
            description = "a directive, before what the file says of it (repeatable)")
    List<Assignment> set = new ArrayList<>();

    @Option(
            names = "--connector",
            paramLabel = "NAME=VALUE",
            converter = AssignmentConverter.class,
            description = "an attribute of the container's connector (repeatable)")
    List<Assignment> connector = new ArrayList<>();

    @Option(
            names = "--incompatible",
            paramLabel = "CLASS|PATTERN",
            description = "what does not go with event, as EventIncompatible names it (repeatable)")
    List<String> incompatible = new ArrayList<>();

    @Option(names = "--tls", description = "TLS, with a throw-away certificate made at start")
    boolean tls;

    @Option(
            names = "--http2",
            description = "HTTP/2 beside HTTP/1.1: with --tls by ALPN, without as h2c")
    boolean http2;

    @Option(
            names = "--client-auth",
            paramLabel = "WHEN",
            defaultValue = "none",
            converter = ClientAuthConverter.class,
            description =
                    "with --tls: client certificates are asked for; none, wanted or required"
                            + " (default: ${DEFAULT-VALUE})")
    ClientAuth clientAuth;

    @Option(
            names = "--client-key-store",
            paramLabel = "FILE",
            description =
                    "with --tls: write a PKCS12 store with a key for a client to FILE, password "
                            + ThrowAwayAuthority.PASSWORD)
    Optional<Path> clientKeyStore = Optional.empty();

    @Option(
            names = "--unix-socket",
            paramLabel = "PATH",
            description = "listen on a Unix domain socket instead of a port (Tomcat only)")
    Optional<Path> unixSocket = Optional.empty();

    @Option(
            names = "--jmx-port",
            paramLabel = "N",
            converter = PortConverter.class,
            description = "JMX for clients of this machine with a password; 0 is any free port")
    Optional<Integer> jmxPort = Optional.empty();

    @Option(
            names = "--stock",
            description =
                    "the container's own connector; of the directives it takes MaxRequestWorkers,"
                            + " ListenBacklog, SendBufferSize and Listen")
    boolean stock;

    @Option(
            names = "--virtual-threads",
            description = "with --stock: requests on virtual threads (JDK 21 or newer)")
    boolean virtualThreads;

    @Option(names = "--check", description = "print what would take effect, and exit")
    boolean check;

    @Option(
            names = "--control",
            description =
                    "read commands from standard input (pause, resume, stop, start, restart FILE,"
                            + " graceful, redeploy), answer each with one line")
    boolean control;

    @Option(
            names = SCOREBOARD,
            paramLabel = "FILE",
            description =
                    "print the scoreboard that a running server keeps in FILE (its ScoreBoardFile),"
                            + " and exit; goes alone")
    Path scoreboard;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this, and exit")
    boolean help;

    /**
     * @throws CommandLine.ParameterException for anything that is not as the options' descriptions
     *     say
     */
    static Options parse(String... args) {
        Options options = new Options();
        CommandLine command = new CommandLine(options);
        List<OptionSpec> written = command.parseArgs(args).matchedOptions();
        if (options.scoreboard != null && !options.help && written.size() > 1) {
            String others =
                    written.stream()
                            .map(OptionSpec::longestName)
                            .filter(name -> !name.equals(SCOREBOARD))
                            .collect(Collectors.joining(", "));
            throw new CommandLine.ParameterException(
                    command, SCOREBOARD + " goes alone, without " + others);
        }
        return options;
    }

    static final class ContainerConverter implements ITypeConverter<ContainerName> {
        @Override
        public ContainerName convert(String value) {
            return refusing(() -> ContainerName.parse(value));
        }
    }

    static final class ModelConverter implements ITypeConverter<Model> {
        @Override
        public Model convert(String value) {
            return refusing(() -> Model.parse(value));
        }
    }

    static final class ClientAuthConverter implements ITypeConverter<ClientAuth> {
        @Override
        public ClientAuth convert(String value) {
            return refusing(() -> ClientAuth.parse(value));
        }
    }

    static final class AssignmentConverter implements ITypeConverter<Assignment> {
        @Override
        public Assignment convert(String value) {
            return refusing(() -> Assignment.parse(value));
        }
    }

    static final class ChildrenConverter implements ITypeConverter<ChildKind> {
        @Override
        public ChildKind convert(String value) {
            return refusing(() -> ChildKind.parse(value));
        }
    }

    static final class PortConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            if (value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65535) {
                return Integer.valueOf(value);
            }
            throw new TypeConversionException("port " + value + ": allowed 0 to 65535");
        }
    }

    private static <T> T refusing(java.util.function.Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
