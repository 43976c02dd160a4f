package org.servletmpm.spring;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.TreeSet;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.servletmpm.engine.EngineMXBean;

/**
 * Finds the connectors of this JVM among its MBeans. Any thread.
 *
 * @param name such as {@code http-8080}
 * @param engine throws {@code RuntimeException}s once it has stopped
 */
record RunningConnector(String name, EngineMXBean engine) {

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
                key.startsWith("\"") ? ObjectName.unquote(key) : key,
                JMX.newMXBeanProxy(server, name, EngineMXBean.class));
    }
}
