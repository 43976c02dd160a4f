package org.servletmpm.it.distribution;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.process.FreePort;

/** Tomcat's distribution at work, as the sample's README starts it, on ports that are free. */
final class TomcatProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 90;
    private static final String STARTED = "Server startup in";

    /** Where a Tomcat is: its directory, and the ports that its server.xml names. */
    record Place(Path home, int port, int shutdownPort) {

        /** Gives the shipped ports away, of which another process may have one. */
        static Place of(Path home) throws IOException {
            Place place = new Place(home, FreePort.get(), FreePort.get());
            place.change("port=\"8080\"", "port=\"" + place.port + "\"");
            place.change("port=\"8005\"", "port=\"" + place.shutdownPort + "\"");
            return place;
        }

        /** In server.xml. */
        void change(String pattern, String replacement) throws IOException {
            Path file = home.resolve("conf/server.xml");
            Files.writeString(file, Files.readString(file).replaceAll(pattern, replacement));
        }

        /** A user who may do what scripts do in the manager application. */
        void let(String user, String password) throws IOException {
            Path file = home.resolve("conf/tomcat-users.xml");
            String line =
                    "<user username=\"%s\" password=\"%s\" roles=\"manager-script,manager-status\"/>"
                            .formatted(user, password);
            Files.writeString(
                    file,
                    Files.readString(file).replace("</tomcat-users>", line + "</tomcat-users>"));
        }
    }

    private final Place place;
    private final Path log;
    private final Process process;

    private TomcatProcess(Place place, Path log, Process process) {
        this.place = place;
        this.log = log;
        this.process = process;
    }

    static TomcatProcess start(Sample sample, Place place)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile(place.home().resolve("logs"), "run", ".log");
        TomcatProcess tomcat = new TomcatProcess(place, log, sample.start(place.home(), log));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!tomcat.output().contains(STARTED)) {
            if (tomcat.process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                tomcat.close();
                throw new IllegalStateException("not started:\n" + tomcat.output());
            }
        }
        return tomcat;
    }

    String output() throws IOException {
        return Files.readString(log);
    }

    /** As catalina.sh stop does it, and waits; the exit status. */
    int shutDown() throws IOException, InterruptedException {
        try (Socket shutdown = new Socket(InetAddress.getLoopbackAddress(), place.shutdownPort())) {
            shutdown.getOutputStream().write("SHUTDOWN".getBytes(US_ASCII));
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still runs:\n" + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
