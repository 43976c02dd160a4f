package org.servletmpm.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Origin;
import org.servletmpm.inherit.Inherited;
import org.servletmpm.process.Signals;
import picocli.CommandLine;

/**
 * The command. Standard output has one line, READY, and with {@code --control} one for each
 * command, or what {@code --check}, {@code --scoreboard} or {@code --help} show; standard error has
 * everything that is worth a look, a line each.
 */
public final class Demo {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    /** Counted down by whoever ends the run: a signal, or a test. */
    private final CountDownLatch end;

    Demo(InputStream in, PrintStream out, PrintStream err, CountDownLatch end) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.end = end;
    }

    /** Serves until a signal ends it. */
    public static void main(String... args) {
        OneLineLog.toStandardError();
        CountDownLatch end = new CountDownLatch(1);
        Signals.on(List.of("TERM", "INT"), () -> stop(end));
        System.exit(new Demo(System.in, System.out, System.err, end).run(args));
    }

    /**
     * The first signal asks for a graceful stop, the second ends the process at once. A shutdown
     * hook cannot do this: the JVM ignores signals while hooks run, and exits with 143.
     */
    private static void stop(CountDownLatch end) {
        if (end.getCount() == 0) {
            Runtime.getRuntime().halt(0);
        }
        end.countDown();
    }

    /** Returns the exit code, when the server has ended or could not start. */
    int run(String... args) {
        try {
            Options options = Options.parse(args);
            if (options.help) {
                CommandLine.usage(options, out);
                return 0;
            }
            if (options.scoreboard != null) {
                ScoreboardPrint.of(options.scoreboard).lines().forEach(out::println);
                return 0;
            }
            Configuration configuration = Configuration.of(options);
            if (options.children == ChildKind.PROCESS && !Inherited.isHere()) {
                return serveByProcesses(configuration, args);
            }
            DemoServer server = new DemoServer(configuration, this::report);
            return options.check ? check(server) : serve(server, options);
        } catch (CommandLine.ParameterException e) {
            err.println(
                    "ERROR command line: " + e.getMessage() + " (--help shows what is allowed)");
            return StartException.CONFIGURATION;
        } catch (StartException e) {
            err.println(e.getMessage());
            return e.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (Exception e) {
            err.println("ERROR " + OneLineLog.describe(e));
            return 1;
        }
    }

    private void report(Finding finding) {
        err.println(StartException.line(finding));
    }

    private int serveByProcesses(Configuration configuration, String... args) throws Exception {
        configuration.checked().findings().forEach(this::report);
        try (ProcessServer server = new ProcessServer(configuration, args)) {
            out.println(server.readyLine());
            out.flush();
            end.await();
        }
        return 0;
    }

    private int check(DemoServer server) {
        server.findings().forEach(this::report);
        for (Map.Entry<String, String> limit : server.limits().entrySet()) {
            Origin origin =
                    Directive.named(limit.getKey())
                            .map(server.directives()::origin)
                            .orElse(Origin.DEFAULT);
            out.println(limit.getKey() + "=" + limit.getValue() + " (" + origin + ")");
        }
        return 0;
    }

    private int serve(DemoServer server, Options options) throws Exception {
        if (!Inherited.isHere()) {
            server.findings().forEach(this::report);
        }
        if (options.jmxPort.isEmpty()) {
            return serveHere(server, options.control);
        }
        int port = options.jmxPort.get();
        try (JmxAgent agent = JmxAgent.start(port)) {
            err.println(
                    "INFO --jmx-port %d: %s (%s)"
                            .formatted(port, agent.url(), agent.credentials()));
            return serveHere(server, options.control);
        }
    }

    private int serveHere(DemoServer server, boolean controlled) throws Exception {
        server.start();
        try (server) {
            if (!Inherited.isHere()) {
                out.println(server.readyLine());
                out.flush();
            }
            if (controlled) {
                control(server);
            }
            end.await();
        }
        return 0;
    }

    /** In a thread of its own: a signal ends the run whatever a command waits for. */
    private void control(DemoServer server) {
        Thread thread = new Thread(() -> answerCommands(server), "demo-control");
        thread.setDaemon(true);
        thread.start();
    }

    /** At the end of the input the server goes on: there are signals to end it. */
    private void answerCommands(DemoServer server) {
        BufferedReader commands =
                new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()));
        try {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                out.println(server.control(line));
                out.flush();
            }
        } catch (IOException e) {
            err.println("ERROR --control: no more commands: " + OneLineLog.describe(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
