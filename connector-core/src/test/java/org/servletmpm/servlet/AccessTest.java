package org.servletmpm.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.servlet.Exchange.Asking;
import org.servletmpm.status.Observed;
import org.servletmpm.status.Processes;

/** Who is shown the status, and who is not. */
class AccessTest {
    private FakeEngine engine;

    @BeforeEach
    void register() throws Exception {
        engine =
                new FakeEngine(
                        "only",
                        "*",
                        8080,
                        new Observed(
                                Scoreboard.create(Model.WORKER, 1, 1, 0),
                                Optional.empty(),
                                () -> Processes.NONE));
    }

    @AfterEach
    void unregister() throws Exception {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "::1",
                "0:0:0:0:0:0:0:1",
                "[::1]",
                "::1%lo",
                "::ffff:127.0.0.1"
            })
    void byDefaultClientsOnThisMachineAreAnswered(String client) throws Exception {
        assertThat(Asking.from(client).send().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "10.0.0.1",
                "fe80::1",
                "localhost",
                "",
                "1.2.3.4.5",
                "::1::",
                "2130706433",
                "127.1",
                "127.0.0.1/8"
            })
    void byDefaultOthersAreNot(String client) throws Exception {
        Exchange exchange = Asking.from(client).send();
        assertThat(exchange.status()).isEqualTo(403);
        assertThat(exchange.body()).doesNotContain("Scoreboard");
        assertThat(Asking.from(client).query("auto").send().status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.7/8, 10.1.1.1, true",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "192.168.4.1, 192.168.4.1, true",
        "192.168.4.1, 192.168.4.2, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "::/0, 10.0.0.1, false",
        "2001:db8:0:4::/62, 2001:db8:0:7::1%eth0, true",
        "2001:db8:0:4::/62, 2001:db8:0:8::1, false",
        "10.0.0.1 fd00::/8, fd00::5, true",
        "10.0.0.1  fd00::/8, 10.0.0.1, true",
        "10.0.0.1, 127.0.0.1, false",
    })
    void allowReplacesTheList(String allow, String client, boolean passes) throws Exception {
        int status = Asking.from(client).send(Map.of("allow", allow)).status();
        assertThat(status).isEqualTo(passes ? 200 : 403);
    }

    @Test
    void commasSeparateToo() throws Exception {
        Map<String, String> parameters = Map.of("allow", " 10.0.0.1,\n 10.0.0.2 , ::1");
        for (String client : new String[] {"10.0.0.1", "10.0.0.2", "::1"}) {
            assertThat(Asking.from(client).send(parameters).status()).isEqualTo(200);
        }
    }

    @Test
    void aRoleOpensItFromAnywhereAndLeavesTheListAsItIs() throws Exception {
        Map<String, String> parameters = Map.of("role", "operator");
        Asking remote = Asking.from("10.0.0.1");
        assertThat(remote.as("operator").send(parameters).status()).isEqualTo(200);
        assertThat(remote.as("guest").send(parameters).status()).isEqualTo(403);
        assertThat(Asking.from("127.0.0.1").send(parameters).status()).isEqualTo(200);
        assertThat(remote.as("operator").send().status()).isEqualTo(403);
    }

    @Test
    void aStrangerIsAskedToLogInOnlyWhereThatCanHelp() throws Exception {
        Map<String, String> parameters = Map.of("role", "operator");
        Exchange exchange = Asking.from("10.0.0.1").send(parameters);
        assertThat(exchange.status()).isEqualTo(401);
        assertThat(exchange.bytes()).isZero();
        assertThat(exchange.header("Cache-Control")).isEqualTo("no-store");
        assertThat(exchange.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(Asking.from("10.0.0.1").send().status()).isEqualTo(403);
    }

    @Test
    void anEmptyListWithARoleIsTheRoleAlone() throws Exception {
        Map<String, String> parameters = Map.of("allow", "", "role", "operator");
        assertThat(Asking.from("127.0.0.1").as("guest").send(parameters).status()).isEqualTo(403);
        assertThat(Asking.from("::1").as("operator").send(parameters).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "example.org",
                "10.0.0",
                "10.0.0.256",
                "010.0.0.1",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "fd00::/129",
                "fd00:::1",
                "10.0.0.0/8/8"
            })
    void whatIsNoAddressIsRefusedAtTheStart(String entry) {
        assertThatThrownBy(() -> init(Map.of("allow", "127.0.0.1, " + entry)))
                .isInstanceOf(ServletException.class)
                .hasMessageContainingAll(
                        "parameter allow: \"" + entry + "\"", "allowed are IPv4 and IPv6");
    }

    @Test
    void nobodyAtAllIsRefusedAtTheStart() {
        assertThatThrownBy(() -> init(Map.of("allow", " ")))
                .isInstanceOf(ServletException.class)
                .hasMessageContainingAll("parameter allow", "allowed only with a role");
        assertThatThrownBy(() -> init(Map.of("role", "")))
                .isInstanceOf(ServletException.class)
                .hasMessageContainingAll("parameter role", "allowed is the name of a role");
    }

    private static void init(Map<String, String> parameters) throws ServletException {
        new StatusServlet().init(Exchange.config(parameters));
    }
}
