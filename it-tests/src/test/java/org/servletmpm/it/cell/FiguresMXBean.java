package org.servletmpm.it.cell;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.ObjectName;
import org.servletmpm.engine.EngineMXBean;

/** Reads an engine's MBean with those of its figures that tests ask for. */
public interface FiguresMXBean extends EngineMXBean {

    /**
     * @param name such as {@code http-8080}
     */
    static FiguresMXBean of(String name) {
        try {
            return JMX.newMXBeanProxy(
                    ManagementFactory.getPlatformMBeanServer(),
                    new ObjectName("org.servletmpm:type=Mpm,name=" + ObjectName.quote(name)),
                    FiguresMXBean.class);
        } catch (JMException e) {
            throw new IllegalArgumentException(e);
        }
    }

    int getGeneration();

    int getBusyWorkers();

    int getIdleWorkers();

    int getStopping();

    int getConnsTotal();

    int getConnsAsyncKeepAlive();

    int getConnsPinned();

    long getConnsEvicted();

    int getRequestsQueued();

    int getOverloaded();

    long getRefusedQueueTime();

    long getRefusedOverload();

    long getRefusedClientGone();

    long getTotalAccesses();

    long getTotalBytes();
}
