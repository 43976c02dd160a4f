package org.servletmpm.servlet;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** Registers, until closed, what an engine shows of itself in JMX. */
final class FakeEngine {
    private final ObjectName name;

    FakeEngine(String name, int port, Object scoreboard) throws JMException {
        this.name = new ObjectName("org.servletmpm:type=Mpm,name=\"" + name + "\"");
        ManagementFactory.getPlatformMBeanServer()
                .registerMBean(
                        new StandardMBean(new Shown(port, scoreboard), View.class), this.name);
    }

    void close() throws JMException {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    }

    /** Public, as JMX asks of a management interface. */
    public interface View {
        Integer getPort();

        String getServerInfo();

        Object getScoreboard();
    }

    private record Shown(int port, Object scoreboard) implements View {
        @Override
        public Integer getPort() {
            return port;
        }

        @Override
        public String getServerInfo() {
            return "Container/1.0";
        }

        @Override
        public Object getScoreboard() {
            return scoreboard;
        }
    }
}
