package org.servletmpm.servlet;

import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import javax.management.openmbean.TabularData;

/** Registers, until closed, what an engine shows of itself in JMX. */
final class FakeEngine {
    private final ObjectName name;

    FakeEngine(String name, String address, int port, Object observed) throws JMException {
        this.name = new ObjectName("org.servletmpm:type=Mpm,name=\"" + name + "\"");
        ManagementFactory.getPlatformMBeanServer()
                .registerMBean(
                        new StandardMBean(new Shown(address, port, observed), View.class),
                        this.name);
    }

    void close() throws JMException {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    }

    /** Public, as JMX asks of a management interface. */
    public interface View {
        String getAddress();

        Integer getPort();

        String getServerInfo();

        TabularData getDirectives();

        TabularData getDirectiveOrigins();

        Object getObserved();
    }

    /** What the JVM makes of a map in a bean for any client. */
    public interface Maps {
        Map<String, String> getMap();
    }

    private record Shown(String address, int port, Object observed) implements View {
        @Override
        public String getAddress() {
            return address;
        }

        @Override
        public Integer getPort() {
            return port;
        }

        @Override
        public String getServerInfo() {
            return "Container/1.0";
        }

        @Override
        public TabularData getDirectives() {
            return table(Map.of("ThreadsPerChild", "25"));
        }

        @Override
        public TabularData getDirectiveOrigins() {
            return table(Map.of("ThreadsPerChild", "mpm.conf:2"));
        }

        private static TabularData table(Map<String, String> map) {
            Maps maps = () -> map;
            try {
                return (TabularData) new StandardMBean(maps, Maps.class, true).getAttribute("Map");
            } catch (JMException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Object getObserved() {
            return observed;
        }
    }
}
