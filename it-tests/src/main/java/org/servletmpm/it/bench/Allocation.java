package org.servletmpm.it.bench;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import javax.management.AttributeNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Reads how much the threads of another JVM on this machine have allocated. */
final class Allocation implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private Allocation(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    static Allocation of(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                String url = machine.startLocalManagementAgent();
                return new Allocation(JMXConnectorFactory.connect(new JMXServiceURL(url)));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("no JVM to attach to: " + pid, e);
        }
    }

    /**
     * Bytes from the start of the JVM to now. Asking takes some KB of them. On a JDK before 21 what
     * a thread has allocated is lost with its end.
     */
    long bytes() throws IOException {
        try {
            ObjectName threads = new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME);
            return (Long) beans.getAttribute(threads, "TotalThreadAllocatedBytes");
        } catch (AttributeNotFoundException before21) {
            return bytesOfThreads();
        } catch (JMException e) {
            throw new IOException("allocated bytes cannot be read", e);
        }
    }

    private long bytesOfThreads() throws IOException {
        ThreadMXBean threads =
                ManagementFactory.newPlatformMXBeanProxy(
                        beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        return LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                // -1 is a thread that has ended meanwhile.
                .filter(bytes -> bytes > 0)
                .sum();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
