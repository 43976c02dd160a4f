package org.servletmpm.engine;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.StandardMBean;

/** An engine's entry in the platform's MBean server. */
final class JmxRegistration {

    private static final System.Logger LOG = System.getLogger(JmxRegistration.class.getName());

    private final Engine engine;
    private final List<String> names;
    private ObjectName registered;

    /**
     * @param names the names it may have, best first
     */
    JmxRegistration(Engine engine, List<String> names) {
        this.engine = engine;
        this.names = names;
    }

    /** A server that serves without being seen is better than none: a failure is only logged. */
    synchronized void register() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            for (String name : names) {
                if (register(server, name)) {
                    return;
                }
            }
            LOG.log(Level.WARNING, "JMX and status will not show it: there is another " + names);
        } catch (JMException e) {
            LOG.log(Level.WARNING, "JMX and status will not show " + names + ": " + e, e);
        }
    }

    private boolean register(MBeanServer server, String name) throws JMException {
        ObjectName free = new ObjectName("org.servletmpm:type=Mpm,name=" + ObjectName.quote(name));
        try {
            server.registerMBean(new Bean(engine), free);
        } catch (InstanceAlreadyExistsException taken) {
            return false;
        }
        registered = free;
        return true;
    }

    /** Answers to one more attribute than it lists: no remote client could read that. */
    private static final class Bean extends StandardMBean {
        private final Engine engine;

        Bean(Engine engine) {
            super(engine.bean(), EngineMXBean.class, true);
            this.engine = engine;
        }

        @Override
        public Object getAttribute(String attribute)
                throws AttributeNotFoundException, MBeanException, ReflectionException {
            return "Scoreboard".equals(attribute)
                    ? engine.getScoreboard()
                    : super.getAttribute(attribute);
        }
    }

    synchronized void unregister() {
        if (registered == null) {
            return;
        }
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(registered);
        } catch (JMException e) {
            LOG.log(Level.DEBUG, "unregistering " + registered + ": " + e, e);
        }
        registered = null;
    }
}
