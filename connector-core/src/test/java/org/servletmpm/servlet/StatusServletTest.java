package org.servletmpm.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.management.JMException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.Scoreboard;

class StatusServletTest {
    private static final String LOCAL = "127.0.0.1";

    private final List<FakeEngine> registered = new ArrayList<>();

    @AfterEach
    void unregister() throws JMException {
        for (FakeEngine engine : registered) {
            engine.close();
        }
    }

    private void register(String name, int port, Object scoreboard) throws JMException {
        registered.add(new FakeEngine(name, port, scoreboard));
    }

    @Test
    void theServingEngineComesFirstAndTheOthersAfterAnEmptyLine() throws Exception {
        register("a", 8080, scoreboard(Model.PREFORK));
        register("b", 8081, scoreboard(Model.EVENT));
        assertThat(models(8080)).containsExactly("prefork", "event");
        assertThat(models(8081)).containsExactly("event", "prefork");
        assertThat(models(9999)).containsExactly("prefork", "event");
    }

    @Test
    void autoIsTheServingEngineAlone() throws Exception {
        register("a", 8080, scoreboard(Model.PREFORK));
        register("b", 8081, scoreboard(Model.EVENT));
        assertThat(Exchange.get(LOCAL, 8081, "auto").body())
                .contains("ServerMPM: event")
                .doesNotContain("ServerMPM: prefork");
    }

    private static List<String> models(int localPort) throws IOException {
        return Stream.of(Exchange.get(LOCAL, localPort).body().split("\n\n"))
                .peek(report -> assertThat(report).startsWith("www.example.test\nServerVersion: "))
                .map(report -> report.replaceAll("(?s).*ServerMPM: (\\w+).*", "$1"))
                .toList();
    }

    @Test
    void theContainerIsNamedAndTheTypeIsModStatuss() throws Exception {
        register("only", 8080, scoreboard(Model.WORKER));
        Exchange exchange = Exchange.get(LOCAL, 8080);
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.contentType()).isEqualTo("text/plain; charset=ISO-8859-1");
        assertThat(exchange.body()).contains(" (Container/1.0)\n").endsWith("Scoreboard: .\n");
    }

    @Test
    void withoutAnEngineItSaysSo() throws IOException {
        Exchange exchange = Exchange.get(LOCAL, 8080);
        assertThat(exchange.status()).isEqualTo(503);
        assertThat(exchange.body()).contains("No engine is registered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "0:0:0:0:0:0:0:1", "[::1]"})
    void clientsOnThisMachineAreAnswered(String client) throws IOException {
        assertThat(Exchange.get(client, 8080).status()).isNotEqualTo(403);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"10.0.0.1", "fe80::1", "localhost", "", "1.2.3.4.5", "::1::"})
    void othersAreNot(String client) throws Exception {
        register("only", 8080, scoreboard(Model.WORKER));
        Exchange exchange = Exchange.get(client, 8080);
        assertThat(exchange.status()).isEqualTo(403);
        assertThat(exchange.body()).doesNotContain("Scoreboard:");
    }

    @Test
    void anEngineOfAnotherClassLoaderIsExplained() throws Exception {
        try (OtherLoader loader = new OtherLoader()) {
            register("foreign", 8080, loader.scoreboard());
            Exchange exchange = Exchange.get(LOCAL, 8080);
            assertThat(exchange.status()).isEqualTo(503);
            assertThat(exchange.body()).contains("name=\"foreign\"", "was loaded by", "one place");
        }
    }

    private static Scoreboard scoreboard(Model model) {
        return Scoreboard.create(model, 1, 1, 0);
    }

    /** As a web application that brings its own copy of connector-core. */
    private static final class OtherLoader extends URLClassLoader {
        OtherLoader() {
            super(
                    new URL[] {
                        Scoreboard.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    ClassLoader.getPlatformClassLoader());
        }

        Object scoreboard() throws ReflectiveOperationException {
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
