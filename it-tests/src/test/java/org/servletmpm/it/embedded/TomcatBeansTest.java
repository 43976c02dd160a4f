package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.servletmpm.it.embedded.EmbeddedTomcat.BEANS;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.Constants;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.it.client.RawConnection;

/** Our connector has the same beans over JMX as Tomcat's own. */
class TomcatBeansTest {

    /** What is not the same on two runs of one connector, and what a bean says of its class. */
    private static final Set<String> OF_THE_RUN =
            Set.of(
                    "lastRequestProcessingTime",
                    "localPort",
                    "maxRequestUri",
                    "maxTime",
                    "modelerType",
                    "nameIndex",
                    "processingTime",
                    "protocol",
                    "protocolHandlerClassName",
                    "requestProcessingTime",
                    "startTime",
                    "workerThreadName");

    /**
     * What the model decides. The stock connector counts an acceptor that waits as a connection,
     * and every connection that a poller knows as kept alive.
     */
    private static final Set<String> OF_THE_MODEL =
            Set.of(
                    "connectionCount",
                    "currentThreadsBusy",
                    "keepAliveCount",
                    "maxQueueSize",
                    "sendfileSupported",
                    "threadPriority",
                    "useSendfile");

    private static final int SERVICE = Constants.STAGE_SERVICE;
    private static final int ENDED = Constants.STAGE_ENDED;

    @TempDir private static Path base;

    private static Path keyStore;

    @BeforeAll
    static void makeCertificate() throws Exception {
        keyStore = base.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-storepass",
                                "throw-away",
                                "-keystore",
                                keyStore.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.DISCARD)
                        .start();
        assertThat(keytool.waitFor()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "prefork, false",
        "worker, false",
        "event, false",
        "prefork, true",
        "worker, true",
        "event, true"
    })
    void sameBeansWithTheSameAttributesAsTheStockConnector(String model, boolean tls)
            throws Exception {
        Map<String, Map<String, String>> stock = beans("stock", tls);
        Map<String, Map<String, String>> ours = beans(model, tls);
        assertThat(ours.keySet()).as(model).isEqualTo(stock.keySet());
        stock.forEach(
                (bean, attributes) ->
                        assertThat(ours.get(bean))
                                .as("%s %s", model, bean)
                                .containsAllEntriesOf(attributes));
    }

    /** By name, of a connector that holds one request and keeps one connection alive. */
    private static Map<String, Map<String, String>> beans(String model, boolean tls)
            throws Exception {
        BlockingServlet gate = new BlockingServlet();
        try (EmbeddedTomcat tomcat = new EmbeddedTomcat(base).serve("/gate", gate)) {
            Connector connector = tomcat.addWithFourThreads(model);
            connector.setProperty("acceptCount", "33");
            if (tls) {
                secure(connector);
            }
            tomcat.start();
            try (RawConnection held = RawConnection.open(connector.getLocalPort(), tls);
                    RawConnection kept = RawConnection.open(connector.getLocalPort(), tls)) {
                held.request("/gate");
                gate.awaitHeld(1);
                kept.get("/nowhere");
                await().until(() -> stages(tomcat), Set.of(SERVICE, ENDED)::equals);
                return read(tomcat);
            } finally {
                gate.open();
            }
        }
    }

    private static Set<Object> stages(EmbeddedTomcat tomcat) throws JMException {
        Set<Object> stages = new HashSet<>();
        for (ObjectName bean : tomcat.beans("type=RequestProcessor,*")) {
            stages.add(BEANS.getAttribute(bean, "stage"));
        }
        return stages;
    }

    private static Map<String, Map<String, String>> read(EmbeddedTomcat tomcat) throws JMException {
        Map<String, Map<String, String>> beans = new TreeMap<>();
        for (ObjectName bean : tomcat.beans("*")) {
            Map<String, String> attributes = attributes(tomcat, bean);
            // Two request processors are told apart by what they do: numbers go by chance.
            String name = neutral(tomcat, bean) + attributes.getOrDefault("stage", "");
            assertThat(beans.put(name, attributes)).as(name).isNull();
        }
        return beans;
    }

    private static void secure(Connector connector) {
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
        certificate.setCertificateKeystoreFile(keyStore.toString());
        certificate.setCertificateKeystorePassword("throw-away");
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
    }

    /** Without what differs from one Tomcat to the next: domain, numbers of automatic ports. */
    private static String neutral(EmbeddedTomcat tomcat, Object value) {
        return String.valueOf(value)
                .replace(tomcat.domain(), "Tomcat")
                .replaceAll("auto-\\d+(-\\d+)?", "auto")
                .replaceAll("HttpRequest\\d+", "HttpRequest")
                .replaceAll("@[0-9a-f]+", "@");
    }

    /**
     * Attributes that can be compared with their values, of the others only that they can be read;
     * operations by name.
     */
    private static Map<String, String> attributes(EmbeddedTomcat tomcat, ObjectName bean)
            throws JMException {
        Map<String, String> values = new TreeMap<>();
        for (MBeanAttributeInfo attribute : BEANS.getMBeanInfo(bean).getAttributes()) {
            if (attribute.isReadable()) {
                String name = attribute.getName();
                values.put(name, value(tomcat, bean, name));
            }
        }
        for (MBeanOperationInfo operation : BEANS.getMBeanInfo(bean).getOperations()) {
            values.put(operation.getName() + "()", "");
        }
        return values;
    }

    private static String value(EmbeddedTomcat tomcat, ObjectName bean, String attribute) {
        try {
            Object value = BEANS.getAttribute(bean, attribute);
            if (OF_THE_RUN.contains(attribute) || OF_THE_MODEL.contains(attribute)) {
                return "differs";
            }
            return neutral(
                    tomcat, value instanceof Object[] array ? Arrays.toString(array) : value);
        } catch (JMException | RuntimeException e) {
            return "throws " + e;
        }
    }

    /** Tomcat's life-cycle operations, as a console calls them. */
    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void operationsWorkByJmx(String model) throws Exception {
        BlockingServlet gate = new BlockingServlet();
        gate.open();
        try (EmbeddedTomcat tomcat = new EmbeddedTomcat(base).serve("/gate", gate)) {
            Connector connector = tomcat.addWithFourThreads(model);
            tomcat.start();
            ObjectName bean = tomcat.bean("Connector");
            ObjectName pool = tomcat.bean("ThreadPool");
            int port = connector.getLocalPort();

            BEANS.invoke(bean, "pause", null, null);
            assertThat(BEANS.getAttribute(pool, "paused")).as(model).isEqualTo(true);
            try (RawConnection waiting = RawConnection.open(port, false).request("/gate")) {
                BEANS.invoke(bean, "resume", null, null);
                assertThat(waiting.read().status()).as("%s: resumed", model).isEqualTo(200);
            }
            BEANS.invoke(bean, "stop", null, null);
            assertThat(BEANS.getAttribute(bean, "stateName")).as(model).isEqualTo("STOPPED");
            assertThat(EmbeddedTomcat.threads(port)).as("%s: stopped", model).isEmpty();
            BEANS.invoke(bean, "start", null, null);
            try (RawConnection client = EmbeddedTomcat.connect(connector)) {
                assertThat(client.get("/gate").status()).as("%s: started", model).isEqualTo(200);
            }
        }
    }
}
