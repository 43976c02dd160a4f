package org.servletmpm.inherit;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Names the forms in which a JVM writes the classes that it has loaded to a file, from which others
 * of the same JDK and class path start faster. A JVM that is given a file that it cannot use starts
 * without it. Any thread.
 */
public enum ClassArchive {
    /** An AOT cache, of those builds of JDK 25 and later that can write one while they run. */
    AOT(".aot", "aotEndRecording") {

        @Override
        public List<String> recording(Path archive) {
            return List.of("-XX:AOTCacheOutput=" + unfinished(archive), "-Xlog:aot*=off");
        }

        @Override
        public List<String> using(Path archive) {
            return List.of("-XX:AOTCache=" + archive, "-Xlog:aot*=off");
        }

        /** {@inheritDoc} Threads stand still for the first part; the second is another JVM's. */
        @Override
        Object ask(Path unfinished) throws JMException {
            Object answer = invoke("aotEndRecording");
            // Else this JVM keeps tens of megabytes that it needed for it.
            invoke("systemTrimNativeHeap");
            return answer;
        }
    },
    /** A static archive of class data sharing, of JDK 17 and later. */
    CDS(".jsa", "vmCds") {

        @Override
        public List<String> recording(Path archive) {
            return List.of();
        }

        @Override
        public List<String> using(Path archive) {
            return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off");
        }

        /** {@inheritDoc} Another JVM loads the classes that this one names, and writes it. */
        @Override
        Object ask(Path unfinished) throws IOException, JMException {
            Path here = Path.of("").toAbsolutePath();
            if (!Files.isWritable(here)) {
                // Nobody would read what the other JVM says, and it would wait for that.
                throw new IOException("the JVM cannot write to its working directory, " + here);
            }
            try {
                return invoke("vmCds", "static_dump", unfinished.toString());
            } finally {
                deleteOutput(here, unfinished);
            }
        }

        /** Deletes what the other JVM has said, which is not worth to be kept. */
        private static void deleteOutput(Path here, Path unfinished) throws IOException {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(here, "java_pid*_std*")) {
                for (Path file : files) {
                    boolean isOwn =
                            Files.isReadable(file)
                                    && Files.readString(file).contains(unfinished.toString());
                    if (isOwn) {
                        Files.delete(file);
                    }
                }
            }
        }
    };

    private final String suffix;

    /** That asks the JVM for the file, as {@code jcmd} does. */
    private final String command;

    ClassArchive(String suffix, String command) {
        this.suffix = suffix;
        this.command = command;
    }

    /**
     * @return the best form that this JVM can write while it runs; empty if it can write none
     */
    public static Optional<ClassArchive> ofThisJvm() {
        try {
            List<String> commands =
                    Stream.of(server().getMBeanInfo(commands()).getOperations())
                            .map(MBeanOperationInfo::getName)
                            .toList();
            return Stream.of(values()).filter(form -> commands.contains(form.command)).findFirst();
        } catch (JMException e) {
            return Optional.empty();
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    private static ObjectName commands() throws JMException {
        return new ObjectName("com.sun.management:type=DiagnosticCommand");
    }

    private static Object invoke(String command, String... arguments) throws JMException {
        boolean takesAny = arguments.length > 0;
        return server().invoke(
                        commands(),
                        command,
                        takesAny ? new Object[] {arguments} : new Object[0],
                        takesAny ? new String[] {String[].class.getName()} : new String[0]);
    }

    /**
     * @return the file of this form in a directory
     */
    public Path in(Path directory) {
        return directory.resolve("classes" + suffix);
    }

    /** A JVM that is killed while it writes leaves this, which no other one uses. */
    private static Path unfinished(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".part");
    }

    /**
     * @return options of a JVM that is to {@link #write} the file
     */
    public abstract List<String> recording(Path archive);

    /**
     * @return options of a JVM that is to start from the file
     */
    public abstract List<String> using(Path archive);

    /** Writes the file, and says what has come of it. */
    abstract Object ask(Path unfinished) throws IOException, JMException;

    /**
     * Writes the classes of this JVM, which was started with {@link #recording}. It takes seconds.
     *
     * @throws IOException when this JVM cannot, or there is no room
     */
    public void write(Path archive) throws IOException {
        Path unfinished = unfinished(archive);
        try {
            Object answer = ask(unfinished);
            if (!Files.exists(unfinished)) {
                throw new IOException(String.valueOf(answer).strip());
            }
            Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
        } catch (JMException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
