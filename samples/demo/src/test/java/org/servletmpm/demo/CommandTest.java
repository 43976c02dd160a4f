package org.servletmpm.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees of the command: its output, its errors and its exit codes. */
class CommandTest {
    private static final Pattern JMX_LINE =
            Pattern.compile("(service:jmx:\\S+) \\(user demo, password in ([^)]+)\\)");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CountDownLatch end = new CountDownLatch(1);
    private InputStream in = InputStream.nullInputStream();

    private int run(String... args) {
        return new Demo(in, printing(out), printing(err), end).run(args);
    }

    private static PrintStream printing(ByteArrayOutputStream text) {
        return new PrintStream(text, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --bogus                   | Unknown option: '--bogus'
                    extra                     | 'extra'
                    --model=foo               | mpm foo: must be prefork, worker or event
                    --container=foo           | container foo: allowed tomcat or jetty
                    --port=65536              | port 65536: allowed 0 to 65535
                    --set=StartServers        | "StartServers": allowed name=value
                    --set=StartServers=x      | StartServers=x (--set): must be a whole number
                    --set=Starters=1          | Starters=1 (--set): is no MPM directive
                    --conf=/does/not/exist    | /does/not/exist: there is no such file
                    --connector=nothing=1     | --connector nothing 1: allowed
                    --connector=maxThreads=x  | maxThreads=x (--connector): must be a whole number
                    --connector=port=1        | --connector port 1: refused, --port says it
                    --address=no.such.invalid | Listen no.such.invalid:8080: allowed
                    --client-auth=maybe       | client-auth maybe: allowed none, wanted or required
                    --client-auth=wanted      | --client-auth wanted: allowed only with --tls
                    --client-key-store=x.p12  | --client-key-store x.p12: allowed only with --tls
                    --incompatible=/a*b       | EventIncompatible=/a*b (--incompatible): must be full names
                    --jmx-port=x              | port x: allowed 0 to 65535
                    """)
    void badConfigurationIsOneLineAndExitCode2(String argument, String message) {
        assertThat(run("--stock", argument)).isEqualTo(2);
        assertThat(text(err)).startsWith("ERROR ").contains(message).hasLineCount(1);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void virtualThreadsAreStocksAndNeedANewJdk() {
        assertThat(run("--virtual-threads", "--port=0")).isEqualTo(2);
        assertThat(text(err)).contains("--virtual-threads: allowed only with --stock");
        if (Runtime.version().feature() < 21) {
            assertThat(run("--stock", "--virtual-threads", "--port=0")).isEqualTo(2);
            assertThat(text(err)).contains("--virtual-threads: allowed from JDK 21 on");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--port=0, without --port and --address",
        "--address=localhost, without --port and --address",
        "--container=jetty, with --container tomcat",
        "--set=Listen=81, --unix-socket",
        "--connector=unixDomainSocketPath=y, --unix-socket says it",
    })
    void unixSocketIsInsteadOfAPortAndTomcats(String argument, String allowed) {
        assertThat(run("--unix-socket=x", argument)).isEqualTo(2);
        assertThat(text(err)).startsWith("ERROR ").contains(allowed).hasLineCount(1);
    }

    @Test
    void keyStoreThatCannotBeWrittenIsExitCode2(@TempDir Path directory) {
        Path file = directory.resolve("no/client.p12");
        assertThat(run("--tls", "--port=0", "--client-key-store=" + file)).isEqualTo(2);
        assertThat(text(err)).startsWith("ERROR --client-key-store " + file).hasLineCount(1);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void jmxServesTheMBeansOfTheProcessOnLoopbackUntilTheEnd() throws Exception {
        JMXServiceURL[] url = new JMXServiceURL[1];
        Set<ObjectName> engines = new HashSet<>();
        in =
                onFirstRead(
                        () -> {
                            Matcher line = JMX_LINE.matcher(text(err));
                            assertThat(line.find()).as(text(err)).isTrue();
                            url[0] = new JMXServiceURL(line.group(1));
                            Path file = Path.of(line.group(2));
                            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                                assertThat(Files.getPosixFilePermissions(file))
                                        .as("nobody else reads it")
                                        .containsExactlyInAnyOrder(
                                                PosixFilePermission.OWNER_READ,
                                                PosixFilePermission.OWNER_WRITE);
                            }
                            assertThatThrownBy(() -> JMXConnectorFactory.connect(url[0]))
                                    .isInstanceOf(SecurityException.class);
                            assertThatThrownBy(() -> connect(url[0], "guessed"))
                                    .isInstanceOf(SecurityException.class);
                            try (JMXConnector jmx = connect(url[0], Files.readString(file))) {
                                ObjectName all = new ObjectName("org.servletmpm:type=Mpm,*");
                                engines.addAll(
                                        jmx.getMBeanServerConnection().queryNames(all, null));
                            }
                            return engines;
                        });
        assertThat(run("--port=0", "--control", "--jmx-port=0")).isZero();
        assertThat(text(err)).startsWith("INFO --jmx-port 0: service:jmx:").hasLineCount(1);
        assertThat(engines).isNotEmpty();
        assertThatThrownBy(() -> JMXConnectorFactory.connect(url[0]))
                .isInstanceOf(IOException.class);
    }

    private static JMXConnector connect(JMXServiceURL url, String password) throws IOException {
        return JMXConnectorFactory.connect(
                url, Map.of(JMXConnector.CREDENTIALS, new String[] {"demo", password}));
    }

    @Test
    void jmxPortInUseIsExitCode3() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("--port=0", "--jmx-port", port)).isEqualTo(3);
            assertThat(text(err)).startsWith("ERROR --jmx-port " + port).contains("in use");
            assertThat(text(out)).isEmpty();
        }
    }

    @Test
    void jettyAttributesAreNamedWhenOneIsUnknown() {
        assertThat(run("--stock", "--container=jetty", "--connector=foo=1")).isEqualTo(2);
        assertThat(text(err)).contains("--connector foo 1").contains("idleTimeout");
    }

    @Test
    void jettyAttributeOfTheWrongTypeIsRefused() {
        assertThat(run("--stock", "--container=jetty", "--connector=idleTimeout=x")).isEqualTo(2);
        assertThat(text(err)).contains("--connector idleTimeout x: allowed a value of type long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "jetty"})
    void portInUseIsExitCode3AndNamesThePort(String container) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("--stock", "--container", container, "--port", port)).isEqualTo(3);
            assertThat(text(err)).contains("127.0.0.1:" + port).contains("in use").hasLineCount(1);
            assertThat(text(out)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "jetty"})
    void servesUntilItIsToldToEnd(String container) {
        end.countDown();
        assertThat(run("--stock", "--container", container, "--port=0")).isZero();
        assertThat(text(out))
                .hasLineCount(1)
                .matches(
                        "READY pid=%d container=%s model=stock url=http://127\\.0\\.0\\.1:\\d+ MaxRequestWorkers=400 .*\n"
                                .formatted(ProcessHandle.current().pid(), container));
        assertThat(text(err)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "jetty"})
    void everyCommandIsAnsweredWithOneLine(String container) {
        commands(
                "pause",
                "pause",
                "resume",
                "stop",
                "resume",
                " start ",
                "start",
                "graceful",
                "restart x",
                "go",
                "pause now",
                "");
        assertThat(run("--stock", "--container", container, "--port=0", "--control")).isZero();
        String allowed =
                ": allowed are pause, resume, stop, start, restart FILE, graceful and redeploy, one a line";
        String refused = "; nothing has changed";
        String stock = ": the container's own connector cannot, allowed without --stock" + refused;
        assertThat(text(out).lines().skip(1))
                .containsExactly(
                        "OK pause",
                        "ERROR pause: not while the connector is paused" + refused,
                        "OK resume",
                        "OK stop",
                        "ERROR resume: not while the connector is stopped" + refused,
                        "OK start",
                        "ERROR start: not while the connector is serving" + refused,
                        "ERROR graceful" + stock,
                        "ERROR restart x" + stock,
                        "ERROR go" + allowed,
                        "ERROR pause now" + allowed,
                        "ERROR \"\"" + allowed);
        assertThat(text(err)).isEmpty();
    }

    /** The run ends when the last of them is answered. */
    private void commands(String... lines) {
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        InputStream last =
                new InputStream() {
                    @Override
                    public int read() {
                        end.countDown();
                        return -1;
                    }
                };
        in = new SequenceInputStream(new ByteArrayInputStream(text), last);
    }

    /** The run ends when it is done, or has failed: what it was to find is missing then. */
    private InputStream onFirstRead(Callable<?> done) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    done.call();
                    return -1;
                } catch (Exception e) {
                    throw new IOException(e);
                } finally {
                    end.countDown();
                }
            }
        };
    }

    @Test
    void checkSaysWhereEveryValueComesFrom(@TempDir Path directory) throws IOException {
        Path conf =
                Files.writeString(
                        directory.resolve("mpm.conf"), "ListenBacklog 77\nMaxClients 40\n");
        assertThat(
                        run(
                                "--check",
                                "--stock",
                                "--conf=" + conf,
                                "--set=SendBufferSize=4096",
                                "--set=MinSpareThreads=9"))
                .isZero();
        assertThat(text(out))
                .contains(
                        "ListenBacklog=77 (" + conf + ":1)",
                        "MaxRequestWorkers=25 (" + conf + ":2)",
                        "SendBufferSize=4096 (--set)");
        assertThat(text(err))
                .contains("WARN MaxRequestWorkers=40 (" + conf + ":2)")
                .contains("MinSpareThreads=9 (--set): has no effect with --stock");
    }

    @Test
    void commandLineGoesBeforeListen(@TempDir Path directory) throws IOException {
        Path conf = Files.writeString(directory.resolve("mpm.conf"), "Listen 127.0.0.1:1\n");
        end.countDown();
        assertThat(run("--stock", "--conf=" + conf, "--port=0")).isZero();
        assertThat(text(err)).contains("yields to 127.0.0.1:0 (--port)");
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(run("--help")).isZero();
        assertThat(text(out))
                .contains("--container", "--model", "--port", "--address", "--conf", "--set")
                .contains(
                        "--connector",
                        "--tls",
                        "--stock",
                        "--check",
                        "--control",
                        "--scoreboard",
                        "--http2",
                        "--client-auth",
                        "--client-key-store",
                        "--unix-socket",
                        "--jmx-port",
                        "port is in use");
    }
}
