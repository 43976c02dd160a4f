package org.servletmpm.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.management.JMException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.servlet.Exchange.Asking;
import org.servletmpm.status.Observed;
import org.servletmpm.status.Processes;

class StatusServletTest {
    private static final String LOCAL = "127.0.0.1";

    private final List<FakeEngine> registered = new ArrayList<>();

    @AfterEach
    void unregister() throws JMException {
        for (FakeEngine engine : registered) {
            engine.close();
        }
    }

    private void register(String name, int port, Object observed) throws JMException {
        register(name, "*", port, observed);
    }

    private void register(String name, String address, int port, Object observed)
            throws JMException {
        registered.add(new FakeEngine(name, address, port, observed));
    }

    @Test
    void theServingEngineComesFirstAndTheOthersAfterIt() throws Exception {
        register("a", 8080, scoreboard(Model.PREFORK));
        register("b", 8081, scoreboard(Model.EVENT));
        assertThat(engines(8080)).containsExactly("a", "b");
        assertThat(engines(8081)).containsExactly("b", "a");
        assertThat(engines(9999)).containsExactly("a", "b");
    }

    @Test
    void ofTwoOnOnePortTheOneOnTheAddressIsTheServingOne() throws Exception {
        register("a", "127.0.0.2", 8080, scoreboard(Model.PREFORK));
        register("b", LOCAL, 8080, scoreboard(Model.EVENT));
        assertThat(engines(8080)).containsExactly("b", "a");
    }

    @Test
    void thePageHasTheDirectivesThatTheEngineShows() throws Exception {
        register("only", 8080, scoreboard(Model.EVENT));
        assertThat(Asking.from(LOCAL).send().body())
                .contains("<dt>ThreadsPerChild</dt> <dd>25</dd>");
    }

    private static List<String> engines(int localPort) throws Exception {
        return Pattern.compile("<h2>(.*?)</h2>")
                .matcher(Asking.from(LOCAL).at(localPort).send().body())
                .results()
                .map(heading -> heading.group(1))
                .toList();
    }

    @Test
    void thePageRunsAndLoadsNothing() throws Exception {
        register("only", 8080, scoreboard(Model.EVENT));
        Exchange exchange = Asking.from(LOCAL).send();
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.header("Content-Type")).isEqualTo("text/html; charset=UTF-8");
        assertThat(exchange.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(exchange.header("Cache-Control")).isEqualTo("no-store");
        String style = exchange.body().replaceAll("(?s).*<style>(.*)</style>.*", "$1");
        assertThat(exchange.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-" + digest(style) + "';");
        assertThat(exchange.header("Refresh")).isNull();
    }

    private static String digest(String text) throws GeneralSecurityException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "auto&refresh=5", "refresh=5&auto", "auto=1", "notable&auto"})
    void autoIsTheServingEngineAloneWithModStatussType(String query) throws Exception {
        register("a", 8080, scoreboard(Model.PREFORK));
        register("b", 8081, scoreboard(Model.EVENT));
        Exchange exchange = Asking.from(LOCAL).at(8081).query(query).send();
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.header("Content-Type")).isEqualTo("text/plain; charset=ISO-8859-1");
        assertThat(exchange.body())
                .startsWith("www.example.test\nServerVersion: ")
                .contains("Container/1.0)\n", "ServerMPM: event")
                .doesNotContain("ServerMPM: prefork")
                .endsWith(
                        """
                        Scoreboard: .
                        ConnsPinned: 0
                        UnsentBytes: 0
                        BlockedWriters: 0
                        RequestsQueued: 0
                        QueueAgeSeconds: 0.000
                        QueueWaitSeconds: 0.000
                        Overloaded: 0
                        RequestsHelped: 0
                        ConnsHandedOver: 0
                        ConnsEvicted: 0
                        WritesBlocked: 0
                        RefusedHandshakeTimeout: 0
                        RefusedHandshake: 0
                        RefusedHeaderTimeout: 0
                        RefusedBodyTimeout: 0
                        RefusedQueueTime: 0
                        RefusedOverload: 0
                        RefusedClientGone: 0
                        RefusedByContainer: 0
                        AcceptsFailed: 0
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "json, , application/json",
        "openmetrics, , application/openmetrics-text; version=1.0.0",
        "openmetrics&json, , application/json",
        "json&auto, , text/plain",
        ", application/json, application/json",
        ", 'text/html;q=0.1,application/openmetrics-text', application/openmetrics-text",
        "auto, application/json, text/plain",
        "notable, application/json, application/json",
        "refresh=5, application/json, application/json",
    })
    void otherFormatsAreAskedForByNameOrByHeader(String query, String accept, String type)
            throws Exception {
        register("a", 8080, scoreboard(Model.PREFORK));
        Asking asking = Asking.from(LOCAL).query(query);
        Exchange exchange = (accept == null ? asking : asking.accepting(accept)).send();
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.header("Content-Type")).startsWith(type);
        assertThat(exchange.header("Content-Security-Policy")).isNull();
        assertThat(exchange.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void theHeaderMayComeMoreThanOnce() throws Exception {
        register("a", 8080, scoreboard(Model.PREFORK));
        Exchange exchange =
                Asking.from(LOCAL).accepting("text/html;q=0.5", "application/json").send();
        assertThat(exchange.header("Content-Type")).startsWith("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "openmetrics"})
    void oneDocumentIsOfAllEngines(String query) throws Exception {
        register("a", 8080, scoreboard(Model.PREFORK));
        register("b", 8081, scoreboard(Model.EVENT));
        String body = Asking.from(LOCAL).at(8081).query(query).send().body();
        assertThat(body).contains("prefork", "event");
        assertThat(body.indexOf("\"b\"")).isBetween(1, body.indexOf("\"a\""));
    }

    @Test
    void jsonSaysWhereADirectiveWasWritten() throws Exception {
        register("a", 8080, scoreboard(Model.PREFORK));
        assertThat(Asking.from(LOCAL).query("json").send().body().replaceAll("\\s+", " "))
                .contains("\"ThreadsPerChild\": { \"value\": \"25\", \"origin\": \"mpm.conf:2\"");
    }

    @Test
    void notableHasNoTable() throws Exception {
        register("only", 8080, scoreboard(Model.EVENT));
        assertThat(Asking.from(LOCAL).query("notable&refresh=5").send().body())
                .contains("<h1>")
                .doesNotContain("<table");
        assertThat(Asking.from(LOCAL).query("tables&x=notable").send().body()).contains("<table");
    }

    @ParameterizedTest
    @CsvSource({"refresh, 10", "refresh=1, 1", "auto&refresh=3600, 3600", "notable&refresh=7, 7"})
    void refreshTellsTheBrowserWhenToAskAgain(String query, String seconds) throws Exception {
        register("only", 8080, scoreboard(Model.EVENT));
        Exchange exchange = Asking.from(LOCAL).query(query).send();
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.header("Refresh")).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3601", "-1", "5x", "", "99999999999", "<b>"})
    void aWrongRefreshIsExplained(String value) throws Exception {
        register("only", 8080, scoreboard(Model.EVENT));
        Exchange exchange = Asking.from(LOCAL).query("refresh=" + value).send();
        assertThat(exchange.status()).isEqualTo(400);
        assertThat(exchange.header("Refresh")).isNull();
        assertThat(exchange.header("Content-Type")).startsWith("text/plain");
        assertThat(exchange.body())
                .startsWith("parameter refresh: " + value + " ")
                .contains("allowed is 1 to 3600");
    }

    @Test
    void headIsAnsweredAndPostIsNot() throws Exception {
        register("only", 8080, scoreboard(Model.EVENT));
        Exchange head = Asking.from(LOCAL).method("HEAD").send();
        assertThat(head.status()).isEqualTo(200);
        assertThat(Integer.parseInt(head.header("Content-Length"))).isEqualTo(head.bytes());
        assertThat(Asking.from(LOCAL).method("POST").send().status()).isEqualTo(405);
    }

    @Test
    void withoutAnEngineItSaysSo() throws Exception {
        Exchange exchange = Asking.from(LOCAL).query("refresh=5").send();
        assertThat(exchange.status()).isEqualTo(503);
        assertThat(exchange.body()).contains("No engine is registered");
        assertThat(exchange.header("Refresh")).isEqualTo("5");
    }

    @Test
    void anEngineOfAnotherClassLoaderIsExplained() throws Exception {
        try (OtherLoader loader = new OtherLoader()) {
            register("foreign", 8080, loader.observed());
            Exchange exchange = Asking.from(LOCAL).send();
            assertThat(exchange.status()).isEqualTo(503);
            assertThat(exchange.body()).contains("name=\"foreign\"", "was loaded by", "one place");
        }
    }

    private static Observed scoreboard(Model model) {
        return new Observed(
                Scoreboard.create(model, 1, 1, 0), Optional.empty(), () -> Processes.NONE);
    }

    /** As a web application that brings its own copy of servlet-mpm-core. */
    private static final class OtherLoader extends URLClassLoader {
        OtherLoader() {
            super(
                    new URL[] {
                        Scoreboard.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    ClassLoader.getPlatformClassLoader());
        }

        Object observed() throws ReflectiveOperationException {
            return loadClass(Observed.class.getName())
                    .getConstructors()[0]
                    .newInstance(scoreboard(), Optional.empty(), (Supplier<?>) () -> null);
        }

        private Object scoreboard() throws ReflectiveOperationException {
            Class<?> model = loadClass(Model.class.getName());
            for (Method method : loadClass(Scoreboard.class.getName()).getMethods()) {
                if (method.getName().equals("create")) {
                    return method.invoke(null, model.getEnumConstants()[0], 1, 1, 0L);
                }
            }
            throw new NoSuchMethodException("Scoreboard.create");
        }
    }
}
