package org.servletmpm.it.bench;

import io.undertow.Version;
import java.io.IOException;
import java.util.List;
import org.servletmpm.it.process.HttpdProcess;

/** A server that runs beside others, and answers {@code /hello} with the same 13 bytes. */
record Peer(String name, Server server) implements AutoCloseable {

    /** Ours, as in the other parts. */
    static Peer event(Launch launch, Setup setup) throws IOException {
        String name = "event on " + Markdown.containerName(setup.container());
        return new Peer(name, Server.of(launch.demo(setup.arguments(false))));
    }

    static Peer undertow(Launch launch) throws IOException {
        String name = "Undertow " + Version.getVersionString();
        return new Peer(name, Server.of(launch.main(UndertowHello.class)));
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
        Server server = new Server(httpd.pid(), httpd.port(), httpd::close);
        return new Peer("Apache httpd, event, a file", server);
    }

    static Peer floor() throws IOException, InterruptedException {
        return new Peer("the floor: epoll in C, parses nothing", EpollFloor.start());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
