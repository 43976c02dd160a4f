package org.servletmpm.it.soak;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.servletmpm.it.process.DemoProcess;

/**
 * A demo in a process of its own, and what JMX and the kernel know of it. The disruptor disrupts it
 * in a thread of its own.
 */
final class SoakedServer implements AutoCloseable {

    private static final Pattern JMX =
            Pattern.compile("(service:jmx:\\S+) \\(user (\\w+), password in ([^)]+)\\)");

    /** Lines of a histogram that are enough to see what is left over. */
    private static final int CLASSES = 40;

    /** Longest stack that a pool's idle thread has, with room to spare. */
    private static final int DEPTH = 16;

    private static final int COLLECTIONS = 3;

    private static final List<String> COUNTS =
            List.of(
                    "BusyWorkers",
                    "IdleWorkers",
                    "GracefulWorkers",
                    "Processes",
                    "Stopping",
                    "ConnsTotal",
                    "ConnsAsyncWaitIO",
                    "ConnsAsyncWriting",
                    "ConnsAsyncKeepAlive",
                    "ConnsAsyncClosing");

    private final DemoProcess process;
    private final Path same;
    private final Path other;
    private final Target target;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;
    private final ThreadMXBean threads;
    private final MemoryMXBean memory;

    private SoakedServer(
            DemoProcess process, Path same, Path other, Target target, JMXConnector connector)
            throws IOException {
        this.process = process;
        this.same = same;
        this.other = other;
        this.target = target;
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
        this.threads = ManagementFactory.getPlatformMXBean(beans, ThreadMXBean.class);
        this.memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
    }

    static SoakedServer start(Path demo, Setting setting, boolean tls) throws IOException {
        Path same = Files.writeString(conf(), setting.sameDirectives());
        Path other = Files.writeString(conf(), setting.otherDirectives());
        DemoProcess process = start(demo, setting.jvm(), setting.arguments(tls, same));
        try {
            Target target = setting.target(process.awaitReady(), tls);
            Matcher url = JMX.matcher(process.errors());
            if (!url.find()) {
                throw new IOException("no JMX: " + process.errors());
            }
            JMXServiceURL address = new JMXServiceURL(url.group(1));
            String[] credentials = {url.group(2), Files.readString(Path.of(url.group(3)))};
            JMXConnector beans =
                    JMXConnectorFactory.connect(
                            address, Map.of(JMXConnector.CREDENTIALS, credentials));
            return new SoakedServer(process, same, other, target, beans);
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static Path conf() throws IOException {
        Path file = Files.createTempFile("soak", ".conf");
        file.toFile().deleteOnExit();
        return file;
    }

    private static DemoProcess start(Path demo, List<String> jvm, List<String> arguments)
            throws IOException {
        Path own;
        try {
            own =
                    Path.of(
                            SoakedDemo.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        List<String> all = new ArrayList<>(jvm);
        all.addAll(List.of("-cp", own + File.pathSeparator + demo, SoakedDemo.class.getName()));
        all.addAll(arguments);
        return DemoProcess.start(Path.of(System.getProperty("java.home")), all);
    }

    Target target() {
        return target;
    }

    /** Returns when it is over. */
    void disrupt(Disruption disruption, long millis) throws IOException, InterruptedException {
        Runnable over = target.disruptions().begins(disruption);
        try {
            switch (disruption) {
                case GRACEFUL -> control("graceful");
                case PAUSE -> {
                    control("pause");
                    TimeUnit.MILLISECONDS.sleep(millis);
                    control("resume");
                }
                case RELOAD -> {
                    control("restart " + other);
                    TimeUnit.MILLISECONDS.sleep(millis);
                    control("restart " + same);
                }
                case REDEPLOY -> control("redeploy");
                case FREEZE -> {
                    signal("STOP");
                    try {
                        TimeUnit.MILLISECONDS.sleep(millis);
                    } finally {
                        signal("CONT");
                    }
                }
                case MEMORY -> control("fill " + millis);
                default -> throw new IllegalArgumentException(disruption.toString());
            }
        } finally {
            over.run();
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill =
                new ProcessBuilder("kill", "-" + name, "" + process.pid()).inheritIO().start();
        Checks.assertEquals("kill -" + name, 0, kill.waitFor());
    }

    private void control(String command) throws IOException {
        String answer = process.answerTo(command);
        Checks.assertEquals(answer, true, answer != null && answer.startsWith("OK "));
    }

    /** All but the heap: that would be a collection each time. */
    Figures figures() throws IOException, JMException {
        Map<String, Long> values = new TreeMap<>(Descriptors.of(process.pid(), target.port()));
        for (String group : List.of("listener", "worker", "continuation", "auxiliary", "other")) {
            values.put("threads: " + group, 0L);
        }
        for (ThreadInfo each : living()) {
            String group = group(each);
            if (!group.isEmpty()) {
                values.merge(group, 1L, Long::sum);
            }
        }
        engine(values);
        // Their stages tell nothing: Tomcat leaves them where an upgrade found them.
        int processors = beans.queryNames(name("*:type=RequestProcessor,*"), null).size();
        values.put(Figures.PROCESSORS, (long) processors);
        return new Figures(values);
    }

    private List<ThreadInfo> living() {
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds(), DEPTH))
                .filter(info -> info != null)
                .toList();
    }

    /** Empty for threads of JMX and the JVM, and for the application's one that comes late. */
    private static String group(ThreadInfo thread) {
        String name = thread.getThreadName();
        if (name.matches("RMI .*|JMX .*|GC Daemon|demo-timer|Attach Listener|.*Compiler.*")) {
            return "";
        }
        if (name.equals("WebSocket background processing")) {
            // Tomcat 11.0.24 sorts waiting writes by deadlines that change, so that one of them may
            // not be found when it ends, and this thread stays.
            return "";
        }
        if (name.matches("mpm-.*-(continuation|auxiliary)-\\d+|demo-push.*|qtp.*")
                && isIdle(thread)) {
            return Figures.POOLED;
        }
        if (name.startsWith("demo-push")) {
            return "threads: demo-push";
        }
        Matcher own =
                Pattern.compile("mpm-.*-(listener|worker|continuation|auxiliary)\\b.*")
                        .matcher(name);
        return "threads: " + (own.matches() ? own.group(1) : "other");
    }

    /** Knows the methods in which idle threads of the JDK's pools and of Jetty's own wait. */
    private static boolean isIdle(ThreadInfo thread) {
        return Stream.of(thread.getStackTrace())
                .map(StackTraceElement::getMethodName)
                .anyMatch(List.of("getTask", "idleJobPoll", "waitForTask")::contains);
    }

    private void engine(Map<String, Long> values) throws IOException, JMException {
        for (ObjectName engine : beans.queryNames(name("org.servletmpm:type=Mpm,*"), null)) {
            for (String count : COUNTS) {
                values.put(count, ((Number) beans.getAttribute(engine, count)).longValue());
            }
        }
        for (ObjectName pool : beans.queryNames(name("*:type=ThreadPool,*"), null)) {
            if (pool.getKeyProperty("subType") == null) {
                for (String count : List.of("currentThreadsBusy", "connectionCount")) {
                    Number value = (Number) beans.getAttribute(pool, count);
                    values.put("Tomcat's " + count, value.longValue());
                }
            }
        }
    }

    private static ObjectName name(String name) throws JMException {
        return new ObjectName(name);
    }

    /** With the heap in use after a collection, the least of three. */
    Figures figuresAndHeap() throws IOException, JMException {
        Map<String, Long> values = new TreeMap<>(figures().values());
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed() / 1024);
        }
        values.put(Figures.HEAP, least);
        return new Figures(values);
    }

    /** Each thread and where it is, and of which classes the heap has most. */
    String dump() throws IOException, JMException {
        StringBuilder dump = new StringBuilder();
        Stream.of(threads.dumpAllThreads(true, true))
                .map(ThreadInfo::toString)
                .forEach(dump::append);
        Object histogram =
                beans.invoke(
                        name("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        histogram.toString().lines().limit(CLASSES).forEach(line -> dump.append(line + "\n"));
        return dump.toString();
    }

    /** Lines of its log that tell of something wrong. */
    List<String> complaints(List<Pattern> expected) throws IOException {
        List<String> complaints = new ArrayList<>();
        for (String line : process.errors().lines().toList()) {
            if (!line.startsWith("INFO ")
                    && expected.stream().noneMatch(pattern -> pattern.matcher(line).find())) {
                complaints.add(line);
            }
        }
        return complaints;
    }

    @Override
    public void close() throws IOException {
        try {
            connector.close();
        } catch (IOException ended) {
            // With the process.
        } finally {
            process.close();
        }
    }
}
