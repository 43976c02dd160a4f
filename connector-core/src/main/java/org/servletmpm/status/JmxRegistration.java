package org.servletmpm.status;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Registers an engine in the platform's MBean server, where the status finds it. Any thread. */
public final class JmxRegistration {

    private static final System.Logger LOG = System.getLogger(JmxRegistration.class.getName());

    private final MeasuredBean bean;
    private final List<String> names;
    private ObjectName registered;

    /**
     * @param type the MXBean's interface, with a {@link Description} of each method
     * @param names the names it may have, best first
     */
    public <T> JmxRegistration(T bean, Class<T> type, Observed observed, List<String> names) {
        this.bean = new MeasuredBean(bean, type, observed);
        this.names = names;
    }

    /**
     * Takes the first name that is free. A failure is only logged: a server that cannot be seen is
     * better than none.
     */
    public synchronized void register() {
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
            server.registerMBean(bean, free);
        } catch (InstanceAlreadyExistsException taken) {
            return false;
        }
        registered = free;
        return true;
    }

    /** Takes it out again; without effect the second time. */
    public synchronized void unregister() {
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
