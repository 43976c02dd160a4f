package org.servletmpm.it.bench.rolls;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.servletmpm.it.process.FreePort;
import org.servletmpm.it.process.HttpdProcess;

/** Names somebody else's servers, each with the signal that replaces its processes gracefully. */
enum Peer {
    HTTPD_EVENT("apache2", "USR1") {
        @Override
        RolledServer start(Path directory) throws IOException, InterruptedException {
            return httpd("event", signal());
        }
    },
    HTTPD_WORKER("apache2", "USR1") {
        @Override
        RolledServer start(Path directory) throws IOException, InterruptedException {
            return httpd("worker", signal());
        }
    },
    NGINX("nginx", "HUP") {
        @Override
        List<String> command(Path directory, int port) throws IOException {
            Path configuration = directory.resolve("nginx.conf");
            Files.writeString(
                    configuration,
                    """
                    daemon off;
                    worker_processes 2;
                    pid %1$s/pid;
                    error_log %1$s/error.log;
                    events {}
                    http {
                        access_log off;
                        keepalive_timeout 5;
                        client_body_temp_path %1$s/body;
                        server {
                            listen 127.0.0.1:%2$d;
                            location / { return 200 hello; }
                        }
                    }
                    """
                            .formatted(directory, port));
            return List.of("nginx", "-c", configuration.toString());
        }
    },
    PUMA("puma", "USR1") {
        @Override
        List<String> command(Path directory, int port) throws IOException {
            Path application = directory.resolve("config.ru");
            Files.writeString(
                    application,
                    "run ->(env) { [200, {'content-type' => 'text/plain'}, ['hello']] }\n");
            String bind = "tcp://127.0.0.1:" + port;
            return List.of("puma", "-w", "2", "-t", "4:64", "-b", bind, application.toString());
        }
    },
    GUNICORN("gunicorn", "HUP") {
        @Override
        List<String> command(Path directory, int port) throws IOException {
            Files.writeString(
                    directory.resolve("app.py"),
                    """
                    def app(environ, start_response):
                        start_response('200 OK', [('Content-Length', '5')])
                        return [b'hello']
                    """);
            List<String> threads = List.of("-w", "2", "-k", "gthread", "--threads", "64");
            List<String> rest = List.of("--keep-alive", "5", "-b", "127.0.0.1:" + port, "app:app");
            return Stream.of(List.of("gunicorn"), threads, rest).flatMap(List::stream).toList();
        }
    };

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final String program;
    private final String signal;

    Peer(String program, String signal) {
        this.program = program;
        this.signal = signal;
    }

    String signal() {
        return signal;
    }

    /** Its command, after what it needs has been written to the directory. */
    List<String> command(Path directory, int port) throws IOException {
        throw new UnsupportedOperationException(name());
    }

    boolean isInstalled() {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /**
     * @param directory for its files
     * @return when it listens
     */
    RolledServer start(Path directory) throws IOException, InterruptedException {
        int port = FreePort.get();
        Process process =
                new ProcessBuilder(command(directory, port))
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("output").toFile())
                        .start();
        awaitListening(port, process);
        AutoCloseable end =
                () -> {
                    process.destroy();
                    process.onExit().join();
                };
        return new SignalledServer(port, process.pid(), signal, end);
    }

    private static void awaitListening(int port, Process process)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    process.destroy();
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static RolledServer httpd(String model, String signal)
            throws IOException, InterruptedException {
        HttpdProcess httpd =
                HttpdProcess.start(
                        model,
                        List.of("mod_authz_core"),
                        List.of(
                                "StartServers 2",
                                "ThreadLimit 128",
                                "ThreadsPerChild 128",
                                "MaxRequestWorkers 512",
                                "MaxSpareThreads 512",
                                "KeepAliveTimeout 5",
                                "MaxKeepAliveRequests 0"));
        httpd.addFile("hello", "hello");
        return new SignalledServer(httpd.port(), httpd.pid(), signal, httpd);
    }
}
