package org.servletmpm.jetty;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.xml.ConfigurationProcessor;
import org.eclipse.jetty.xml.ConfigurationProcessorFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.eclipse.jetty.xml.XmlParser;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Spelling;

/**
 * Finds the properties {@code mpm.*} of a jetty-base that no file of ours reads: typing errors.
 * Jetty's XML asks for properties by name and never sees the others, so this is a processor of its
 * own, for the file {@code etc/mpm.xml}, which Jetty finds as a service. The thread that configures
 * the server.
 */
public final class JettyHomeProperties implements ConfigurationProcessorFactory {

    private static final String PREFIX = "mpm.";

    /** The element that {@code etc/mpm.xml} has in the place of Configure. */
    private static final String TAG = "MpmProperties";

    /** Names the {@link Found} for other files. */
    private static final String ID = "mpmProperties";

    private static final Set<String> CONNECTORS = Set.of("http", "ssl");

    @Override
    public ConfigurationProcessor getConfigurationProcessor(String dtd, String tag) {
        return TAG.equals(tag) ? new Reader() : null;
    }

    /** Names the property of a directive: two connectors share most. */
    static String name(Directive directive, String connector) {
        return PREFIX + (directive.isExclusive() ? connector + "." : "") + directive.camelCase();
    }

    /** Every name that a file of ours reads. */
    private static Set<String> known() {
        Set<String> names =
                new TreeSet<>(Set.of("mpm.model", "mpm.status.path", "mpm.status.allow"));
        for (String connector : CONNECTORS) {
            Stream.of(Directive.values()).map(each -> name(each, connector)).forEach(names::add);
        }
        return names;
    }

    /** Puts what it finds where Jetty's XML finds it. */
    private static final class Reader implements ConfigurationProcessor {

        /** Given by the first call. */
        private XmlConfiguration configuration;

        @Override
        public void init(Resource resource, XmlParser.Node root, XmlConfiguration file) {
            configuration = file;
        }

        @Override
        public Object configure() {
            Map<String, String> unknown = new TreeMap<>(configuration.getProperties());
            unknown.keySet().removeIf(name -> !name.startsWith(PREFIX));
            unknown.keySet().removeAll(known());
            Found found = new Found(unknown);
            configuration.getIdMap().put(ID, found);
            return found;
        }

        @Override
        public Object configure(Object ignored) {
            return configure();
        }
    }

    /**
     * Holds the properties that nothing reads. Immutable.
     *
     * @param unknown by name
     */
    public record Found(Map<String, String> unknown) {

        /** Keeps a connector from starting if there are any; its error names all of them. */
        public void refuse(MpmServerConnector connector) {
            unknown.forEach(
                    (name, value) ->
                            connector.refuse(
                                    name,
                                    value,
                                    "is no property, did you mean "
                                            + Spelling.nearest(name, known())
                                            + "?"));
        }
    }
}
