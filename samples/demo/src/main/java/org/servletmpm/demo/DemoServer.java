package org.servletmpm.demo;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.servletmpm.demo.web.Pages;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
import picocli.CommandLine;

/**
 * The demo inside another program, such as a test: started from the command line's own arguments,
 * and any number of them in one JVM.
 */
public final class DemoServer implements AutoCloseable {
    private final Configuration configuration;
    private final DemoContainer container;
    private final Consumer<Finding> reports;

    /** Made by the start; its port is the server's until the end. */
    private volatile Control control;

    /**
     * Checks everything that can be checked without a socket.
     *
     * @param reports told of what a restart's configuration is corrected in
     */
    DemoServer(Configuration configuration, Consumer<Finding> reports) throws StartException {
        this.configuration = configuration;
        this.reports = reports;
        ContainerName name = configuration.container();
        Pages pages = new Pages(model -> ComparedDemo.start(name, model));
        this.container =
                switch (name) {
                    case TOMCAT -> new TomcatServer(configuration, pages);
                    case JETTY -> new JettyServer(configuration, pages);
                };
    }

    /**
     * Starts a server; corrections of the configuration go to the log.
     *
     * @param args as on the command line, without {@code --check}, {@code --control}, {@code
     *     --jmx-port} and {@code --help}
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
        if (options.control || options.jmxPort.isPresent()) {
            throw StartException.configuration(
                    "ERROR --control and --jmx-port are the command's", null);
        }
        DemoServer server = new DemoServer(Configuration.of(options), DemoServer::log);
        server.findings().forEach(DemoServer::log);
        server.start();
        return server;
    }

    private static void log(Finding finding) {
        boolean info = finding.level() == org.servletmpm.directive.Level.INFO;
        Logger.getLogger(DemoServer.class.getName())
                .log(info ? Level.INFO : Level.WARNING, finding::toString);
    }

    void start() throws Exception {
        try {
            configuration.transport().writeClientKeyStore();
            container.start();
            control = new Control(container, configuration, reports);
        } catch (Exception failed) {
            try {
                container.stop();
            } catch (Exception also) {
                failed.addSuppressed(also);
            }
            throw StartException.explained(failed, configuration.place());
        }
    }

    /**
     * The port it listens on, also when any free one was asked for, and also when it is stopped; 0
     * on a Unix domain socket.
     */
    public int port() {
        return control.port();
    }

    /**
     * Carries out a command as {@code --control} does.
     *
     * @param command {@code pause}, {@code resume}, {@code stop}, {@code start}, {@code restart
     *     FILE}, {@code graceful} or {@code redeploy}
     * @return one line that begins with OK or ERROR
     */
    public String control(String command) throws InterruptedException {
        return control.answer(command);
    }

    /**
     * Where a client of this machine finds it, such as {@code http://127.0.0.1:8080}, or {@code
     * unix:PATH}.
     */
    public String url() {
        if (configuration.transport().unixSocket().isPresent()) {
            return "unix:" + configuration.transport().unixSocket().get();
        }
        String host = configuration.listen().address().orElse("localhost");
        String scheme = configuration.transport().tls() ? "https://" : "http://";
        return scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** What the command prints when it serves, on one line without its end. */
    public String readyLine() {
        StringBuilder line = new StringBuilder("READY pid=").append(ProcessHandle.current().pid());
        line.append(" container=").append(container());
        line.append(" model=").append(model());
        line.append(" url=").append(word(url()));
        return line.append(' ').append(words(limits())).toString();
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

    /** {@code Name=value} with a blank between two. */
    static String words(Map<String, String> limits) {
        return limits.entrySet().stream()
                .map(limit -> limit.getKey() + "=" + word(limit.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** The line stays one that a blank splits, whatever a file is called. */
    private static String word(String value) {
        return value.chars().anyMatch(Character::isWhitespace) ? '"' + value + '"' : value;
    }
}
