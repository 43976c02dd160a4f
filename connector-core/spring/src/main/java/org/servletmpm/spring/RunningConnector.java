package org.servletmpm.spring;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.servletmpm.engine.EngineMXBean;
import org.servletmpm.status.Metric;
import org.servletmpm.status.MetricFamily;
import org.servletmpm.status.Metrics;

/**
 * Finds the connectors of this JVM among its MBeans. Any thread.
 *
 * @param bean its MBean
 * @param name such as {@code http-8080}
 * @param engine throws {@code RuntimeException}s once it has stopped
 */
record RunningConnector(ObjectName bean, String name, EngineMXBean engine) {

    private static final String PATTERN = "org.servletmpm:type=Mpm,name=*";

    /**
     * @return all connectors, in the order of their names
     */
    static List<RunningConnector> all() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            return new TreeSet<>(server.queryNames(new ObjectName(PATTERN), null))
                    .stream().map(name -> of(server, name)).toList();
        } catch (MalformedObjectNameException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static RunningConnector of(MBeanServer server, ObjectName name) {
        String key = name.getKeyProperty("name");
        return new RunningConnector(
                name,
                key.startsWith("\"") ? ObjectName.unquote(key) : key,
                JMX.newMXBeanProxy(server, name, EngineMXBean.class));
    }

    /**
     * @return a figure; not a number once the connector has stopped
     */
    double figure(Metric metric) {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            return ((Number) server.getAttribute(bean, metric.name())).doubleValue();
        } catch (JMException stopped) {
            return Double.NaN;
        }
    }

    /**
     * @return all figures as in the JSON of the status: numbers, and maps of them by label
     * @throws IllegalStateException once the connector has stopped
     */
    Map<String, Object> figures() {
        Map<String, Object> values = values();
        Map<String, Object> figures = new LinkedHashMap<>();
        for (MetricFamily family : Metrics.all()) {
            if (family.label().isEmpty()) {
                figures.put(family.camelCase(), values.get(family.name()));
            } else {
                Map<String, Object> byLabel = new LinkedHashMap<>();
                family.metrics()
                        .forEach(each -> byLabel.put(each.state(), values.get(each.name())));
                figures.put(family.camelCase(), byLabel);
            }
        }
        return figures;
    }

    /** Reads them together: they are of one moment. */
    private Map<String, Object> values() {
        String[] names =
                Metrics.all().stream()
                        .flatMap(family -> family.metrics().stream())
                        .map(Metric::name)
                        .toArray(String[]::new);
        try {
            return ManagementFactory.getPlatformMBeanServer()
                    .getAttributes(bean, names)
                    .asList()
                    .stream()
                    .collect(Collectors.toMap(Attribute::getName, Attribute::getValue));
        } catch (JMException stopped) {
            throw new IllegalStateException(name + " has stopped", stopped);
        }
    }
}
