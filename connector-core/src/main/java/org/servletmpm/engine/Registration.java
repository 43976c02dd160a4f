package org.servletmpm.engine;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
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
            server.registerMBean(new StandardMBean(engine, EngineMBean.class), free);
            registered = free;
        } catch (JMException e) {
            LOG.log(Level.WARNING, "the status will not show " + name + ": " + e, e);
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
