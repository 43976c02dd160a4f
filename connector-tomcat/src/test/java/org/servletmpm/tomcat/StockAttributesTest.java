package org.servletmpm.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.beans.Introspector;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketProperties;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.WrittenFile;
import org.servletmpm.tomcat.StockAttribute.Owner;

/** Every attribute that Tomcat has is decided about, and the documentation says how. */
class StockAttributesTest {

    private static final String BEGIN = "<!-- attributes -->";
    private static final String END = "<!-- /attributes -->";

    /** Setters for other parts of Tomcat: what they take cannot be written as an attribute. */
    private static final Set<String> PARTS = Set.of("service", "adapter", "handler", "properties");

    /** A newer Tomcat's new attribute fails here until somebody has decided about it. */
    @Test
    void thereIsADecisionForEachOfTomcatsAttributes() {
        Map<String, Owner> ofTomcat = new TreeMap<>();
        setters(SocketProperties.class)
                .forEach(name -> ofTomcat.put("socket." + name, Owner.SOCKET));
        setters(NioEndpoint.class).forEach(name -> ofTomcat.put(name, Owner.ENDPOINT));
        setters(Http11NioProtocol.class).forEach(name -> ofTomcat.put(name, Owner.PROTOCOL));
        setters(Connector.class).forEach(name -> ofTomcat.put(name, Owner.CONNECTOR));

        assertThat(
                        StockAttributes.all().stream()
                                .collect(
                                        Collectors.toMap(
                                                StockAttribute::name, StockAttribute::owner)))
                .containsExactlyInAnyOrderEntriesOf(ofTomcat);
    }

    private static Stream<String> setters(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getParameterCount() == 1)
                .map(Method::getName)
                .filter(name -> name.matches("set[A-Z].*"))
                .map(name -> Introspector.decapitalize(name.substring("set".length())))
                .filter(name -> !PARTS.contains(name));
    }

    @Test
    void whatDoesNotSimplyWorkHasAReason() {
        assertThat(StockAttributes.all())
                .allMatch(
                        attribute ->
                                attribute.verdict() == StockAttribute.Verdict.WORKS
                                        || !attribute.remark().isEmpty());
    }

    @Test
    void theDocumentationsTableIsTheCodes() throws IOException {
        WrittenFile.of("docs", "attributes.md").has(BEGIN, StockAttributesTable.markdown(), END);
    }
}
