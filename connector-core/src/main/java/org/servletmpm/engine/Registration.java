package org.servletmpm.engine;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import javax.management.AttributeNotFoundException;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.StandardMBean;

/** An engine's entry in the platform's MBean server. */
final class Registration {

    private static final System.Logger LOG = System.getLogger(Registration.class.getName());

    private final Engine engine;
    private final String name;
    private ObjectName registered;

    Registration(Engine engine, String name) {
        this.engine = engine;
        this.name = name;
    }

    /** A server that serves without being seen is better than none: a failure is only logged. */
    synchronized void register() {
        try {
            ObjectName free =
                    new ObjectName("org.servletmpm:type=Mpm,name=" + ObjectName.quote(name));
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            server.registerMBean(new Bean(engine), free);
            registered = free;
        } catch (JMException e) {
            LOG.log(Level.WARNING, "the status will not show " + name + ": " + e, e);
        }
    }

    /** Answers to one more attribute than it lists: no remote client could read that. */
    private static final class Bean extends StandardMBean {
        private final Engine engine;

        Bean(Engine engine) {
            super(new EngineBean(engine), EngineMXBean.class, true);
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
            LOG.log(Level.DEBUG, "unregistering " + name + ": " + e, e);
        }
        registered = null;
    }
}
