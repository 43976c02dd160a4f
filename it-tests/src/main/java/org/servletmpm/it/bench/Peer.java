package org.servletmpm.it.bench;

import io.undertow.Version;
import java.io.IOException;
import java.util.List;
import org.servletmpm.it.process.DemoProcess;
import org.servletmpm.it.process.HttpdProcess;

/** A server that runs beside others, and answers {@code /hello} with the same 13 bytes. */
record Peer(String name, int port, Ending ending) implements AutoCloseable {

    /** Takes the server's process away. */
    interface Ending {
        void end() throws IOException;
    }

    /** Ours, as in the other parts. */
    static Peer event(Launch launch, Setup setup) throws IOException {
        String name = "event on " + Markdown.containerName(setup.container());
        return java(name, launch.demo(setup.arguments(false)));
    }

    static Peer undertow(Launch launch) throws IOException {
        String name = "Undertow " + Version.getVersionString();
        return java(name, launch.main(UndertowHello.class));
    }

    private static Peer java(String name, DemoProcess process) throws IOException {
        try {
            return new Peer(name, process.awaitReady(), process::close);
        } catch (IOException | IllegalStateException e) {
            process.close();
            throw e;
        }
    }

    /** Debian's, in event, with a file. */
    static Peer httpd() throws IOException, InterruptedException {
        HttpdProcess httpd =
                HttpdProcess.start(
                        "event",
                        List.of("mod_authz_core"),
                        List.of(
                                "StartServers 4",
                                "ThreadsPerChild 32",
                                "MaxRequestWorkers 128",
                                "MaxKeepAliveRequests 0"));
        httpd.addFile("hello", "Hello, world\n");
        return new Peer("Apache httpd, event, a file", httpd.port(), httpd::close);
    }

    @Override
    public void close() throws IOException {
        ending.end();
    }
}
