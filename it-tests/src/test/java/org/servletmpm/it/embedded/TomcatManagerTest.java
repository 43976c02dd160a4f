package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.servletmpm.it.embedded.EmbeddedTomcat.BEANS;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.manager.StatusManagerServlet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Tomcat's manager shows the truth of our connectors, in each of the forms it has. */
class TomcatManagerTest {

    @TempDir private Path base;

    private final BlockingServlet gate = new BlockingServlet();
    private EmbeddedTomcat tomcat;
    private RawConnection held;
    private RawConnection kept;
    private RawConnection asking;

    @BeforeEach
    void make() {
        tomcat =
                new EmbeddedTomcat(base)
                        .serve("/gate", gate)
                        .serve("/status/*", new StatusManagerServlet());
    }

    @AfterEach
    void close() throws Exception {
        gate.open();
        held.close();
        kept.close();
        asking.close();
        tomcat.close();
    }

    /**
     * One request is held, one connection is kept alive, and one asks.
     *
     * @param busy threads while it asks
     * @param resting busy threads while it does not
     */
    @ParameterizedTest
    @CsvSource({"prefork, 3, 3", "worker, 3, 3", "event, 2, 1", "stock, 2, 1"})
    void threadsAndRequestsAreShownAsTheyAre(String model, int busy, int resting) throws Exception {
        Connector connector = tomcat.addWithFourThreads(model);
        tomcat.start();
        held = EmbeddedTomcat.connect(connector).request("/gate?held");
        gate.awaitHeld(1);
        kept = EmbeddedTomcat.connect(connector);
        kept.get("/nowhere");
        asking = EmbeddedTomcat.connect(connector);
        String name = tomcat.bean("ThreadPool").getKeyProperty("name");

        assertXml(ask("?XML=true", resting), name, busy);
        String json = ask("?JSON=true", resting).text();
        assertThat(json.substring(json.indexOf(name)))
                .as(model)
                .contains(
                        "{\"maxThreads\":4,\"currentThreadCount\":4,\"currentThreadsBusy\":" + busy,
                        "\"requestCount\":2,\"errorCount\":1,");
        String html = ask("", resting).text();
        assertThat(html.substring(html.indexOf("<h1>" + name)))
                .as(model)
                .contains("Max threads: 4 Current thread count: 4 Current threads busy: " + busy)
                .contains("GET &#47;gate?held HTTP&#47;1.1");
        assertThat(ask("/all", resting).status()).as(model).isEqualTo(200);
    }

    /** Asks when no thread is still busy with what was before. */
    private Response ask(String query, int resting) throws Exception {
        ObjectName pool = tomcat.bean("ThreadPool");
        await().until(
                        () -> BEANS.getAttribute(pool, "currentThreadsBusy"),
                        Integer.valueOf(resting)::equals);
        return asking.get("/status" + query);
    }

    private static void assertXml(Response page, String name, int busy) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(page.body()));
        XPath path = XPathFactory.newInstance().newXPath();
        String ours = "//connector[@name='" + name + "']";
        assertThat(path.evaluate(ours + "/threadInfo/@maxThreads", document)).isEqualTo("4");
        assertThat(path.evaluate(ours + "/threadInfo/@currentThreadCount", document))
                .isEqualTo("4");
        assertThat(path.evaluate(ours + "/threadInfo/@currentThreadsBusy", document))
                .isEqualTo(String.valueOf(busy));
        assertThat(path.evaluate(ours + "/requestInfo/@requestCount", document)).isEqualTo("1");
        NodeList running =
                (NodeList)
                        path.evaluate(
                                ours + "//worker[@stage='S']/@currentUri",
                                document,
                                XPathConstants.NODESET);
        assertThat(IntStream.range(0, running.getLength()).mapToObj(running::item))
                .extracting(Node::getNodeValue)
                .containsExactlyInAnyOrderElementsOf(List.of("/gate", "/status"));
    }
}
