package org.servletmpm.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.ConfigurationFile;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Listen;
import org.servletmpm.directive.ListenAddress;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.servletmpm.directive.UnixListen;

/**
 * What the command line comes to: the same for both containers and both connectors.
 *
 * @param directives what was written, for the MPM connector to build with its own attributes
 * @param checked the same with the limits among the connector's attributes, checked
 * @param attributes of the container's connector, in the order in which they were written
 */
record Configuration(
        ContainerName container,
        Model model,
        boolean stock,
        boolean virtualThreads,
        Transport transport,
        Listen listen,
        Directives.Builder directives,
        Directives checked,
        List<Assignment> attributes) {

    private static final Listen USUAL = new Listen(Optional.of("127.0.0.1"), 8080);

    /** The path of a Unix domain socket says it all. */
    private static final Listen NOWHERE = new Listen(Optional.empty(), 0);

    /** In a container's words, and how {@link Directives.Builder#container} calls the same. */
    private static final Map<String, String> CONTAINER_LIMITS =
            Map.of(
                    "maxThreads", "maxThreads",
                    "maxConnections", "maxConnections",
                    "connectionTimeout", "connectionTimeout",
                    "keepAliveTimeout", "keepAliveTimeout",
                    "maxKeepAliveRequests", "maxKeepAliveRequests",
                    "acceptCount", "acceptCount",
                    "acceptQueueSize", "acceptCount");

    /** Attributes that the demo sets itself, and the option that says to what. */
    static final Map<String, String> OPTIONS =
            Map.of(
                    "mpm", "--model",
                    "port", "--port",
                    "address", "--address",
                    "host", "--address",
                    "unixDomainSocketPath", "--unix-socket");

    static Configuration of(Options options) throws StartException {
        Transport transport = Transport.of(options);
        Directives.Builder directives = written(options);
        Listen listen = listen(options, directives);
        Directives.Builder complete = written(options);
        listen(options, complete);
        for (Assignment each : options.connector) {
            String option = OPTIONS.get(each.name());
            if (option != null) {
                String line = "ERROR --connector %s %s: refused, %s says it";
                throw StartException.configuration(
                        line.formatted(each.name(), each.value(), option), null);
            }
            Origin origin = Origin.named("--connector", each.name());
            String limit = CONTAINER_LIMITS.get(each.name());
            if (limit != null) {
                complete.container(limit, each.value(), origin);
            } else if (!options.stock && Directive.named(each.name()).isPresent()) {
                complete.set(each.name(), each.value(), origin);
            }
        }
        return new Configuration(
                options.container,
                options.model,
                options.stock,
                virtualThreads(options),
                transport,
                listen,
                directives,
                build(complete),
                List.copyOf(options.connector));
    }

    private static boolean virtualThreads(Options options) throws StartException {
        if (options.virtualThreads && !options.stock) {
            throw StartException.configuration(
                    "ERROR --virtual-threads: allowed only with --stock; refused", null);
        }
        if (options.virtualThreads && Runtime.version().feature() < 21) {
            String line = "ERROR --virtual-threads: allowed from JDK 21 on, this is %s; refused";
            throw StartException.configuration(line.formatted(Runtime.version()), null);
        }
        return options.virtualThreads;
    }

    /** Where it listens, as an operator wrote it. */
    String place() {
        return transport
                .unixSocket()
                .map(path -> "--unix-socket " + path)
                .orElse("Listen " + listen);
    }

    /** What READY and {@code /} say this server runs as. */
    String modelName() {
        return stock ? "stock" : model.toString();
    }

    /**
     * @return what a connector that has been stopped starts with again: its directives, to listen
     *     where it did whatever a file has said meanwhile
     * @throws ConfigurationException with every error there is
     */
    Directives.Builder again(Directives last, int port) throws ConfigurationException {
        Directives.Builder again = last.toBuilder();
        Listen same = new Listen(listen.address(), port);
        Optional<ListenAddress> written = again.build().listen();
        if (written.isPresent() && !written.get().equals(same)) {
            String directive = Directive.LISTEN.directiveName();
            again.set(directive, same.toString(), Origin.of("--port"));
        }
        return again;
    }

    private static Directives.Builder written(Options options) throws StartException {
        Directives.Builder directives = Directives.builder().model(options.model);
        if (options.conf != null) {
            try {
                directives.read(options.conf);
            } catch (NoSuchFileException missing) {
                String line = "ERROR --conf " + options.conf + ": there is no such file";
                throw StartException.configuration(line, missing);
            } catch (IOException e) {
                String reason = ConfigurationFile.reason(e);
                String line = "ERROR --conf " + options.conf + ": cannot be read: " + reason;
                throw StartException.configuration(line, e);
            }
        }
        Origin set = Origin.of("--set");
        options.set.forEach(each -> directives.set(each.name(), each.value(), set));
        if (!options.incompatible.isEmpty()) {
            directives.set(
                    Directive.EVENT_INCOMPATIBLE.directiveName(),
                    String.join(" ", options.incompatible),
                    Origin.of("--incompatible"));
        }
        return directives;
    }

    private static Directives build(Directives.Builder directives) throws StartException {
        try {
            return directives.build();
        } catch (ConfigurationException refused) {
            throw StartException.refused(refused, refused);
        }
    }

    /**
     * The command line's own options before Listen, each for its half; Listen, where there is one,
     * is made to say the same.
     */
    private static Listen listen(Options options, Directives.Builder directives)
            throws StartException {
        Optional<Listen> written = writtenPort(directives);
        if (options.unixSocket.isPresent()) {
            if (written.isPresent()) {
                String line = "ERROR Listen %s: allowed only without --unix-socket; refused";
                throw StartException.configuration(line.formatted(written.get()), null);
            }
            return NOWHERE;
        }
        Listen usual = written.orElse(USUAL);
        Listen listen =
                new Listen(
                        options.address.isPresent() ? options.address : usual.address(),
                        options.port.orElse(usual.port()));
        resolve(listen);
        if (written.isPresent() && !written.get().equals(listen)) {
            Origin origin = Origin.of(options.port.isPresent() ? "--port" : "--address");
            directives.set(Directive.LISTEN.directiveName(), listen.toString(), origin);
        }
        return listen;
    }

    private static Optional<Listen> writtenPort(Directives.Builder directives)
            throws StartException {
        Optional<ListenAddress> written = build(directives).listen();
        if (written.isPresent() && written.get() instanceof UnixListen unix) {
            String line = "ERROR Listen %s: refused, --unix-socket %s says it";
            throw StartException.configuration(line.formatted(unix, unix.path()), null);
        }
        return written.map(Listen.class::cast);
    }

    /** Tomcat would take an address that it cannot find for none, and listen on all of them. */
    private static void resolve(Listen listen) throws StartException {
        if (listen.address().isPresent()) {
            try {
                InetAddress.getByName(listen.address().get());
            } catch (UnknownHostException unknown) {
                String line = "ERROR Listen " + listen + ": allowed an address of this machine";
                throw StartException.configuration(line + "; this one is not known", unknown);
            }
        }
    }
}
