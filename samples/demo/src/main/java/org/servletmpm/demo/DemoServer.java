package org.servletmpm.demo;

import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Listen;
import picocli.CommandLine;

/**
 * The demo inside another program, such as a test: started from the command line's own arguments,
 * and any number of them in one JVM.
 */
public final class DemoServer implements AutoCloseable {
    private final Configuration configuration;
    private final DemoContainer container;

    /** Checks everything that can be checked without a socket. */
    DemoServer(Configuration configuration) throws StartException {
        this.configuration = configuration;
        this.container =
                switch (configuration.container()) {
                    case TOMCAT -> new TomcatServer(configuration);
                    case JETTY -> new JettyServer(configuration);
                };
    }

    /**
     * Starts a server; corrections of the configuration go to the log.
     *
     * @param args as on the command line, without {@code --check} and {@code --help}
     * @throws StartException if the configuration cannot be used or the port is in use
     */
    public static DemoServer start(String... args) throws Exception {
        Options options;
        try {
            options = Options.parse(args);
        } catch (CommandLine.ParameterException e) {
            throw StartException.configuration("ERROR command line: " + e.getMessage(), e);
        }
        if (options.check || options.help) {
            throw StartException.configuration("ERROR --check and --help serve nothing", null);
        }
        DemoServer server = new DemoServer(Configuration.of(options));
        Logger log = Logger.getLogger(DemoServer.class.getName());
        for (Finding finding : server.findings()) {
            boolean info = finding.level() == org.servletmpm.directive.Level.INFO;
            log.log(info ? Level.INFO : Level.WARNING, finding::toString);
        }
        server.start();
        return server;
    }

    void start() throws Exception {
        try {
            container.start();
        } catch (Exception failed) {
            try {
                container.stop();
            } catch (Exception also) {
                failed.addSuppressed(also);
            }
            throw explained(failed, configuration.listen());
        }
    }

    /** The port it listens on, also when any free one was asked for. */
    public int port() {
        return container.port();
    }

    /** Where a client of this machine finds it, such as {@code http://127.0.0.1:8080}. */
    public String url() {
        String host = configuration.listen().address().orElse("localhost");
        String scheme = configuration.tls() ? "https://" : "http://";
        return scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** What the command prints when it serves, on one line without its end. */
    public String readyLine() {
        StringBuilder line = new StringBuilder("READY pid=").append(ProcessHandle.current().pid());
        line.append(" container=").append(container());
        line.append(" model=").append(model());
        line.append(" url=").append(url());
        for (Map.Entry<String, String> limit : limits().entrySet()) {
            line.append(' ').append(limit.getKey()).append('=').append(word(limit.getValue()));
        }
        return line.toString();
    }

    /** {@code tomcat} or {@code jetty}. */
    public String container() {
        return configuration.container().toString();
    }

    /** {@code prefork}, {@code worker}, {@code event}, or {@code stock}. */
    public String model() {
        return configuration.modelName();
    }

    /**
     * Stops gracefully and returns when everything has ended; does nothing a second time.
     *
     * @throws IllegalStateException if the container could not be stopped cleanly
     */
    public void stop() {
        try {
            container.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + container() + " stopped", e);
        } catch (Exception e) {
            throw new IllegalStateException(container() + " did not stop cleanly", e);
        }
    }

    /** {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    /** Every limit that takes effect, by its directive's name. */
    Map<String, String> limits() {
        Directives directives = directives();
        return configuration.stock()
                ? StockLimits.of(directives).byDirective()
                : directives.effective();
    }

    /** What was corrected or noted while the limits were worked out. */
    List<Finding> findings() {
        Directives directives = directives();
        return configuration.stock() ? StockLimits.findings(directives) : directives.findings();
    }

    Directives directives() {
        return container.directives();
    }

    /** The line stays one that a blank splits, whatever a file is called. */
    private static String word(String value) {
        return value.chars().anyMatch(Character::isWhitespace) ? '"' + value + '"' : value;
    }

    private static Exception explained(Exception failed, Listen listen) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationException refused) {
                return StartException.configuration(refused.getMessage(), failed);
            }
            if (cause instanceof BindException bind) {
                String reason = String.valueOf(bind.getMessage());
                boolean used = reason.contains("in use");
                return new StartException(
                        used ? StartException.PORT_IN_USE : StartException.CONFIGURATION,
                        "ERROR Listen "
                                + listen
                                + ": "
                                + reason
                                + (used ? "; stop who listens there, or choose --port" : ""),
                        failed);
            }
        }
        return failed;
    }
}
