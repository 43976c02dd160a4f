package org.servletmpm.mpmctl;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.RuntimeMBeanException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.servletmpm.inherit.Message;

/**
 * Asks the connectors in a JVM, by JMX: the attach mechanism of the JDK starts its local agent, as
 * jconsole does.
 */
final class JmxServer implements Server {

    /** Between two looks at what a server is waited for. */
    private static final long LOOK_MILLIS = 100;

    private final long pid;
    private final JMXConnector agent;
    private final MBeanServerConnection beans;

    /** By their names: http-8080. */
    private final TreeMap<String, ObjectName> connectors;

    private JmxServer(
            long pid,
            JMXConnector agent,
            MBeanServerConnection beans,
            TreeMap<String, ObjectName> connectors) {
        this.pid = pid;
        this.agent = agent;
        this.beans = beans;
        this.connectors = connectors;
    }

    /**
     * @param wanted the name of one connector; empty for all
     * @throws NoServerException when there is no such JVM, or no such connector in it
     */
    static JmxServer attach(long pid, Optional<String> wanted) throws IOException {
        JMXConnector agent = JMXConnectorFactory.connect(new JMXServiceURL(agentOf(pid)));
        try {
            MBeanServerConnection beans = agent.getMBeanServerConnection();
            TreeMap<String, ObjectName> all = connectors(beans);
            if (all.isEmpty()) {
                throw new NoServerException("process " + pid + " has no connector of Servlet MPM");
            }
            if (wanted.isPresent() && !all.containsKey(wanted.get())) {
                throw new NoServerException(
                        "process " + pid + " has no " + wanted.get() + ", but " + all.keySet());
            }
            wanted.ifPresent(name -> all.keySet().retainAll(Set.of(name)));
            return new JmxServer(pid, agent, beans, all);
        } catch (IOException | RuntimeException | Error e) {
            agent.close();
            throw e;
        }
    }

    private static String agentOf(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | IOException e) {
            String others =
                    VirtualMachine.list().stream()
                            .filter(other -> !other.id().equals("" + ProcessHandle.current().pid()))
                            .map(JmxServer::described)
                            .collect(Collectors.joining());
            throw new NoServerException(
                    "process "
                            + pid
                            + " is no JVM that this user can reach ("
                            + e.getMessage()
                            + ")"
                            + (others.isEmpty() ? "" : "; there are" + others));
        }
    }

    private static String described(VirtualMachineDescriptor machine) {
        String name = machine.displayName().split(" ")[0];
        return "\n  " + machine.id() + " " + name;
    }

    private static TreeMap<String, ObjectName> connectors(MBeanServerConnection beans)
            throws IOException {
        try {
            TreeMap<String, ObjectName> byName = new TreeMap<>();
            ObjectName pattern = new ObjectName("org.servletmpm:type=Mpm,name=*");
            for (ObjectName name : beans.queryNames(pattern, null)) {
                byName.put(ObjectName.unquote(name.getKeyProperty("name")), name);
            }
            return byName;
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String ask(Message request) throws IOException {
        try {
            return switch (request.verb()) {
                case "status" -> status(request.text("query"));
                case "stacks" -> stacks();
                case "logs" -> LogFile.linked(Long.toString(pid));
                case "pause" -> each("pause", "accepts nothing: connections wait in the kernel");
                case "resume" -> each("resume", "accepts");
                case "reload" -> reload(request.text("file"));
                case "graceful" -> graceful();
                case "graceful-stop" -> gracefulStop(request);
                default ->
                        throw new IOException(
                                "is for children that are processes; with --pid there are status,"
                                        + " top, graceful, graceful-stop, reload, pause, resume,"
                                        + " logs and stacks");
            };
        } catch (RuntimeMBeanException e) {
            throw new IOException(e.getTargetException().getMessage(), e);
        } catch (ReflectionException e) {
            throw new IOException(
                    "process " + pid + " is a control: --run names the directory it listens in", e);
        } catch (JMException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** One of them shows those of the whole JVM. */
    private String status(String query) throws IOException, JMException {
        return (String) invoke(connectors.firstEntry().getValue(), "status", query);
    }

    private String each(String operation, String done) throws IOException, JMException {
        for (ObjectName connector : connectors.values()) {
            invoke(connector, operation);
        }
        return names() + " " + done;
    }

    private String names() {
        return String.join(", ", connectors.keySet());
    }

    private String reload(String file) throws IOException, JMException {
        StringBuilder done = new StringBuilder(names() + " has the directives of " + file);
        for (ObjectName connector : connectors.values()) {
            done.append('\n').append(invoke(connector, "reload", file));
        }
        return done.toString().strip();
    }

    private String graceful() throws IOException, JMException {
        for (ObjectName connector : connectors.values()) {
            int before = (int) beans.getAttribute(connector, "Generation");
            invoke(connector, "graceful");
            while ((int) beans.getAttribute(connector, "Generation") == before) {
                look();
            }
        }
        return names() + ": new children have come, and the old ones finish what they have";
    }

    private String gracefulStop(Message request) throws IOException, JMException {
        each("drain", "");
        if (!"false".equals(request.text("wait"))) {
            for (ObjectName connector : connectors.values()) {
                while (!(boolean) beans.getAttribute(connector, "Drained")) {
                    look();
                }
            }
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        return "pid=" + pid + " the stop has begun";
    }

    private static void look() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private String stacks() throws IOException, JMException {
        return (String)
                beans.invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "threadPrint",
                        new Object[] {new String[] {"-l"}},
                        new String[] {String[].class.getName()});
    }

    private Object invoke(ObjectName connector, String operation, String... arguments)
            throws IOException, JMException {
        String[] types = new String[arguments.length];
        Arrays.fill(types, String.class.getName());
        return beans.invoke(connector, operation, arguments, types);
    }

    @Override
    public void close() throws IOException {
        agent.close();
    }
}
