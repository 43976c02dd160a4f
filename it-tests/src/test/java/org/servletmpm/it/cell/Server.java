package org.servletmpm.it.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.servletmpm.demo.DemoServer;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.Status;

/** A running demo and the cell it runs. Used by any thread. */
public final class Server implements AutoCloseable {

    private final Cell cell;
    private final DemoServer demo;
    private final int port;
    private final Status.Counts quiet;

    private Server(Cell cell, DemoServer demo) {
        this.cell = cell;
        this.demo = demo;
        this.port = demo.port();
        try {
            this.quiet = Cell.stock() ? null : awaitStarted();
        } catch (RuntimeException | Error notServing) {
            close();
            throw notServing;
        }
    }

    /** Starts the demo for this cell alone, with more of its command-line arguments. */
    public static Server start(Cell cell, List<String> more) {
        try {
            return new Server(cell, DemoServer.start(cell.arguments(more).toArray(String[]::new)));
        } catch (Exception e) {
            throw new AssertionError(cell + " does not start with " + more, e);
        }
    }

    /**
     * @param directives {@code Directive=value} each
     */
    public static Server withDirectives(Cell cell, String... directives) {
        return start(cell, Stream.of(directives).flatMap(d -> Stream.of("--set", d)).toList());
    }

    static Server shared(Cell cell) {
        return roomy(cell, List.of());
    }

    /** With so many workers that no scenario waits for one, and always as many. */
    public static Server roomy(Cell cell, List<String> more) {
        Stream<String> workers =
                cell.is(Cell.Model.PREFORK)
                        ? Stream.of("StartServers=80", "MinSpareServers=1", "MaxSpareServers=80")
                        : Stream.of(
                                "StartServers=4",
                                "ThreadsPerChild=20",
                                "MinSpareThreads=1",
                                "MaxSpareThreads=80");
        return start(
                cell,
                Stream.concat(
                                Stream.concat(workers, Stream.of("MaxRequestWorkers=80"))
                                        .flatMap(d -> Stream.of("--set", d)),
                                more.stream())
                        .toList());
    }

    public Cell cell() {
        return cell;
    }

    /** Also when it has stopped. */
    public int port() {
        return port;
    }

    public RawConnection connect() throws IOException {
        return RawConnection.open(port(), cell.tls());
    }

    /** One request on a connection of its own, which the server is asked to close. */
    public Response get(String path) throws IOException {
        try (RawConnection connection = connect()) {
            return connection.get(path, "Connection: close");
        }
    }

    /** Asserts that a client that has nothing to do with the scenario is served. */
    public void assertServes() throws IOException {
        assertThat(get("/hello").status()).as("%s serves others", cell).isEqualTo(200);
    }

    /** Asked on a connection of its own, which is therefore counted. */
    public Status status() throws IOException {
        return parse(get("/server-status?auto"));
    }

    /** Asked on a connection that is there already: for when no worker is free. */
    public Status statusOn(RawConnection connection) throws IOException {
        return parse(connection.get("/server-status?auto"));
    }

    /** What JMX says, which takes neither a connection nor a worker. */
    public FiguresMXBean figures() {
        return FiguresMXBean.of((cell.tls() ? "https-" : "http-") + port);
    }

    private Status parse(Response response) {
        assertThat(response.status()).as("%s /server-status?auto", cell).isEqualTo(200);
        return Status.parse(response.text());
    }

    /** Busy and idle workers and connections are what they were before the first scenario. */
    public void awaitQuiet() {
        if (Cell.stock()) {
            return;
        }
        await(cell + ": counts return to what they were")
                .atMost(Duration.ofSeconds(8))
                .pollInterval(Duration.ofMillis(20))
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(status().counts()).as("%s", cell).isEqualTo(quiet));
    }

    private Status.Counts awaitStarted() {
        return await(cell + ": every worker has started")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .pollDelay(Duration.ZERO)
                .until(this::status, Status::started)
                .counts();
    }

    /**
     * Carries out a command of the demo's {@code --control}, which must do it.
     *
     * @return what the answer says after OK and the command
     */
    public String control(String command) {
        String answer = answerTo(command);
        String done = "OK " + command.split(" ")[0];
        assertThat(answer).as("%s: %s", cell, command).startsWith(done);
        return answer.substring(done.length()).strip();
    }

    /** The answer to a command, whether it is done or not. */
    public String answerTo(String command) {
        try {
            return demo.control(command);
        } catch (InterruptedException e) {
            throw new AssertionError(cell + ": interrupted during " + command, e);
        }
    }

    /** Stops gracefully: returns when what was accepted or queued has been served. */
    public void stop() {
        try {
            demo.stop();
        } catch (Exception e) {
            throw new AssertionError(cell + " does not stop", e);
        }
    }

    /** {@link #stop()}; does nothing when it has stopped. */
    @Override
    public void close() {
        stop();
    }
}
