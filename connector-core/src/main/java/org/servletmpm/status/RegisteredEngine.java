package org.servletmpm.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/** Holds what an engine's MBean shows. The thread that asks reads it. Immutable. */
record RegisteredEngine(
        ObjectName name,
        String address,
        int port,
        String serverInfo,
        Map<String, String> directives,
        Map<String, String> origins,
        Observed observed) {
    static final String PATTERN = "org.servletmpm:type=Mpm,name=*";

    /**
     * @return all engines of this JVM: the one on the given address and port first, then those on
     *     the port, then by name
     * @throws UnreadableEngineException if one is registered that cannot be read
     */
    static List<RegisteredEngine> all(MBeanServer server, String servingAddress, int servingPort)
            throws UnreadableEngineException {
        List<RegisteredEngine> engines = new ArrayList<>();
        for (ObjectName name : new TreeSet<>(server.queryNames(pattern(), null))) {
            try {
                engines.add(read(server, name));
            } catch (InstanceNotFoundException stopped) {
                // It was unregistered since the query: an engine that has stopped has no status.
                continue;
            } catch (JMException | RuntimeException failure) {
                throw new UnreadableEngineException(name, failure.toString());
            }
        }
        engines.sort(
                Comparator.comparing((RegisteredEngine engine) -> engine.port() != servingPort)
                        .thenComparing(engine -> !engine.address().equals(servingAddress)));
        return engines;
    }

    /**
     * @return its name among the engines of the JVM, such as {@code http-8080}
     */
    String shortName() {
        String key = name.getKeyProperty("name");
        return key.startsWith("\"") ? ObjectName.unquote(key) : key;
    }

    private static RegisteredEngine read(MBeanServer server, ObjectName name)
            throws JMException, UnreadableEngineException {
        return new RegisteredEngine(
                name,
                attribute(server, name, "Address", String.class),
                attribute(server, name, "Port", Integer.class),
                attribute(server, name, "ServerInfo", String.class),
                map(attribute(server, name, "Directives", TabularData.class)),
                map(attribute(server, name, "DirectiveOrigins", TabularData.class)),
                attribute(server, name, MeasuredBean.UNLISTED, Observed.class));
    }

    /** Makes a map, in its order, of what JMX gives to clients. */
    private static Map<String, String> map(TabularData table) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Object row : table.values()) {
            CompositeData entry = (CompositeData) row;
            map.put((String) entry.get("key"), (String) entry.get("value"));
        }
        return map;
    }

    private static <T> T attribute(
            MBeanServer server, ObjectName name, String attribute, Class<T> type)
            throws JMException, UnreadableEngineException {
        Object value = server.getAttribute(name, attribute);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        if (value != null && value.getClass().getName().equals(type.getName())) {
            throw new UnreadableEngineException(
                    name,
                    "its "
                            + attribute
                            + " was loaded by "
                            + value.getClass().getClassLoader()
                            + ", the status's by "
                            + type.getClassLoader()
                            + ": keep servlet-mpm-core in one place, beside the"
                            + " container's own libraries and not in the web application");
        }
        throw new UnreadableEngineException(
                name, "its " + attribute + " is " + value + ", not a " + type.getName());
    }

    private static ObjectName pattern() {
        try {
            return new ObjectName(PATTERN);
        } catch (MalformedObjectNameException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
