package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.Status;

/** {@code org.servletmpm:type=Mpm} as a client such as jconsole uses it, without our classes. */
class EngineBeanTest {

    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    @TempDir private Path directory;

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void everyAttributeIsReadableRemotelyAndEqualsTheStatus(Server server) throws Exception {
        Map<String, Object> values = new TreeMap<>();
        MBeanInfo bean = (MBeanInfo) overTheWire(BEANS.getMBeanInfo(name(server)));
        for (MBeanAttributeInfo each : bean.getAttributes()) {
            assertThat(each.getDescriptor().getFieldValue(JMX.OPEN_TYPE_FIELD))
                    .as("%s is of a type that every client knows", each.getName())
                    .isNotNull();
            values.put(each.getName(), overTheWire(attribute(server, each.getName())));
        }
        assertThat(values)
                .as("%s: known to this JVM alone", server.cell())
                .doesNotContainKey("Observed")
                .containsEntry("Model", server.cell().model().name().toLowerCase())
                .containsEntry("Address", "127.0.0.1")
                .containsEntry("Port", server.port())
                .containsEntry("Generation", 0)
                .containsEntry("Paused", false)
                .containsEntry("Draining", false)
                .containsEntry("GracefulWorkers", 0)
                .containsEntry("Stopping", 0);
        assertThat(directive(server, "MaxRequestWorkers")).isEqualTo("80");
        try (RawConnection asking = server.connect()) {
            await(server.cell() + ": the bean agrees with the status")
                    .untilAsserted(() -> agree(server, server.statusOn(asking)));
        }
    }

    /** The status counts the worker that answers it as busy; kept alive it is idle in event. */
    private static void agree(Server server, Status status) throws JMException {
        int asking = server.cell().is(Cell.Model.EVENT) ? 1 : 0;
        assertThat(attribute(server, "BusyWorkers")).isEqualTo(status.busy() - asking);
        assertThat(attribute(server, "IdleWorkers")).isEqualTo(status.idle() + asking);
        assertThat((Long) attribute(server, "TotalAccesses"))
                .isEqualTo(status.number("Total Accesses") + 1L);
        assertThat((Long) attribute(server, "TotalBytes")).isPositive();
        assertThat(attribute(server, "ConnsTotal")).isEqualTo(1);
        assertThat(attribute(server, "ConnsAsyncKeepAlive")).isEqualTo(asking);
        assertThat((String) attribute(server, "ScoreboardLetters"))
                .hasSameSizeAs(status.scoreboard());
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void pausedConnectionsWaitInTheBacklog(Server server) throws Exception {
        invoke(server, "pause");
        try (RawConnection waiting = server.connect().request("/hello", "Connection: close")) {
            assertThat(attribute(server, "Paused")).as("%s", server.cell()).isEqualTo(true);
            Kernel.awaitBacklog(server.cell(), server.port(), 1);
            invoke(server, "resume");
            assertThat(waiting.read().status()).as("%s", server.cell()).isEqualTo(200);
        } finally {
            invoke(server, "resume");
        }
        assertThat(attribute(server, "Paused")).as("%s", server.cell()).isEqualTo(false);
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void reloadTakesTheFilesDirectivesAndGracefulKeepsThem(Cell cell) throws Exception {
        try (Server server = Server.withDirectives(cell, "StartServers=1", "ListenBacklog=99")) {
            Path good = file("MaxConnectionsPerChild 5000\nServerLimit 7\n");
            assertThat((String) invoke(server, "reload", good.toString()))
                    .as("%s: what was corrected", cell)
                    .contains("ServerLimit");
            await().untilAsserted(
                            () ->
                                    assertThat(directive(server, "MaxConnectionsPerChild"))
                                            .isEqualTo("5000"));
            assertThat(directive(server, "ListenBacklog")).as("%s", cell).isEqualTo("99");
            awaitGeneration(server, 1);
            invoke(server, "graceful");
            awaitGeneration(server, 2);
            assertThat(directive(server, "MaxConnectionsPerChild"))
                    .as("%s", cell)
                    .isEqualTo("5000");
            server.assertServes();
        }
    }

    private static void awaitGeneration(Server server, int generation) {
        await().untilAsserted(
                        () -> {
                            assertThat(attribute(server, "Generation")).isEqualTo(generation);
                            Response thread = server.get("/thread");
                            assertThat(thread.json("generation"))
                                    .isEqualTo(String.valueOf(generation));
                        });
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aRefusedReloadTellsWhyAndChangesNothing(Server server) throws Exception {
        Path bad = file("StartServers 2\nMaxRequestWorkerz 9\nListenBacklog 0\n");
        assertRefused(
                server,
                bad.toString(),
                "this line (" + bad + ":2)",
                "ListenBacklog (" + bad + ":3):");
        Path missing = directory.resolve("missing.conf");
        assertRefused(server, missing.toString(), missing.toString(), "no such file");
        assertRefused(server, directory.toString(), directory.toString(), "cannot be read");
        assertRefused(server, "", "no file");
        assertRefused(server, null, "no file");
        assertThat(directive(server, "ListenBacklog")).as("%s", server.cell()).isEqualTo("511");
        assertThat(attribute(server, "Generation")).as("%s", server.cell()).isEqualTo(0);
    }

    private static void assertRefused(Server server, String file, String... reasons) {
        assertThatThrownBy(() -> invoke(server, "reload", file))
                .as("%s: reload %s", server.cell(), file)
                .satisfies(thrown -> overTheWire(thrown))
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .cause()
                .hasMessageContainingAll(reasons);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "mpm", ".conf"), text);
    }

    private static ObjectName name(Server server) throws JMException {
        return new ObjectName("org.servletmpm:type=Mpm,name=\"http-" + server.port() + "\"");
    }

    private static Object attribute(Server server, String attribute) throws JMException {
        return BEANS.getAttribute(name(server), attribute);
    }

    private static String directive(Server server, String directive) throws JMException {
        TabularData directives = (TabularData) attribute(server, "Directives");
        return (String) directives.get(new Object[] {directive}).get("value");
    }

    private static Object invoke(Server server, String operation, String... file)
            throws JMException {
        String[] signature = file.length == 0 ? new String[0] : new String[] {"java.lang.String"};
        return BEANS.invoke(name(server), operation, file, signature);
    }

    /** What arrives where nothing is known but the JDK. */
    private static Object overTheWire(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(wire)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(wire.toByteArray())) {
                    @Override
                    protected Class<?> resolveClass(ObjectStreamClass described)
                            throws IOException, ClassNotFoundException {
                        Class<?> known = super.resolveClass(described);
                        if (known.getName().startsWith("org.servletmpm")) {
                            throw new ClassNotFoundException(known.getName());
                        }
                        return known;
                    }
                }) {
            return in.readObject();
        }
    }
}
