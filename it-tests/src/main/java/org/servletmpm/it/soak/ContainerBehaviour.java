package org.servletmpm.it.soak;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lists what a container does to clients and writes to the log because its own connector does the
 * same ({@code it-tests/soak --stock}), and how that connector is told what directives tell ours.
 */
enum ContainerBehaviour {
    TOMCAT {
        @Override
        boolean endsAfterEarly(int status) {
            return status >= 400;
        }

        @Override
        boolean forgetsStreams() {
            return true;
        }

        @Override
        long asyncTimeoutMillis() {
            return 10;
        }

        @Override
        Stream<String> attributes() {
            return Stream.of("compression=on", "compressionMinSize=1");
        }

        @Override
        Stream<String> stockAttributes(int timeout) {
            return Stream.of(
                    "connectionTimeout=" + 1000 * timeout,
                    "keepAliveTimeout=2000",
                    "threadsMaxIdleTime=3000");
        }

        @Override
        Stream<String> log() {
            return Stream.of(
                    // Of a busy machine.
                    "WARN SessionIdGeneratorBase: Creation of SecureRandom",
                    // What the application has begun beside its request fails to write to a client
                    // that has left, while the container ends the request for the same reason.
                    "ERROR \\[/\\]: Error during processing of asynchronous Runnable via"
                            + " AsyncContext.start\\(\\): java.lang.NullPointerException:"
                            + " .*asyncCtxt");
        }

        @Override
        Stream<String> redeployed() {
            return Stream.of(
                    "WARN (StandardWrapper|WebappClassLoaderBase): ",
                    // A dispatch to an application that is not mapped at that moment.
                    "ERROR \\[/\\]: Error during mapping: java.lang.NullPointerException",
                    "WARN AsyncServlet: an asynchronous request ends in error: java.lang.Unsupp");
        }
    },

    JETTY {
        /** It closes whenever a response is complete before its request is. */
        @Override
        boolean endsAfterEarly(int status) {
            return true;
        }

        @Override
        boolean forgetsStreams() {
            return false;
        }

        /**
         * It forgets one that is over before the thread that sets it has written down its task: the
         * request has no end then. With 100 ms and 40 threads for each processor one in 400 did.
         */
        @Override
        long asyncTimeoutMillis() {
            return 1500;
        }

        @Override
        Stream<String> attributes() {
            return Stream.empty();
        }

        @Override
        Stream<String> stockAttributes(int timeout) {
            return Stream.of("idleTimeout=" + 1000 * timeout);
        }

        @Override
        Stream<String> log() {
            return Stream.of(
                    // One of the malformed requests.
                    "WARN HttpParser: Encountered multiple `Host` headers",
                    // Clients that left, fell silent, reset their stream or ended the connection of
                    // several while a servlet read or wrote, or left a body that nobody reads.
                    "WARN ServletChannel(State)?: (handleException /\\S+ )?" + GONE,
                    // So did these, when the answer had begun: there is no room for an error page.
                    "WARN Response: writeError: status=500, message="
                            + "java.lang.IllegalStateException: Committed",
                    // What the application has begun beside its request comes after that has ended.
                    "WARN QueuedThreadPool: Job failed: java.lang.IllegalStateException:"
                            + " AsyncContext completed");
        }

        @Override
        Stream<String> redeployed() {
            return Stream.of(
                    // A dispatch to an application that is not mapped at that moment.
                    "WARN ServletChannel: /\\S+: java.lang.IllegalArgumentException: No servlet"
                            + " matching: ");
        }
    };

    private static final String GONE =
            "(java.nio.channels.ClosedChannelException"
                    + "|(java.io.IOException: )?java.util.concurrent.TimeoutException: Idle timeout"
                    + "|java.io.EOFException: reset"
                    + "|java.io.IOException: no_error/stop"
                    + "|java.io.IOException: Unconsumed)";

    /** What the clients provoke on both containers. */
    private static final List<String> PROVOKED =
            List.of(
                    "/async\\?mode=error was asked for",
                    "WARN Engine: .*consider raising it$",
                    // Of these and of those that a full heap makes.
                    "WARN Engine: .*more lines were left out",
                    ": prefork serves HTTP/1.1 only, not h2");

    static ContainerBehaviour of(String container) {
        return valueOf(container.toUpperCase(Locale.ROOT));
    }

    /**
     * Whether a connection may end after an answer that has come before its request was complete:
     * what the client is still sending then finds nobody, and can make a reset of the answer.
     */
    abstract boolean endsAfterEarly(int status);

    /**
     * Says whether a request over HTTP/2 may never be answered when others of its connection have
     * been cancelled. Of 52,773 requests in 240 s the stock connector left 13 batches so, event 3
     * to 7.
     */
    abstract boolean forgetsStreams();

    /** Of an asynchronous request that nobody completes. */
    abstract long asyncTimeoutMillis();

    /** The connector's, ours or its own. */
    abstract Stream<String> attributes();

    /**
     * The container's own connector's.
     *
     * @param timeout seconds
     */
    abstract Stream<String> stockAttributes(int timeout);

    /** Regular expressions of what it logs. */
    abstract Stream<String> log();

    /** Of what it logs when an application ends that somebody is still served by. */
    abstract Stream<String> redeployed();

    /**
     * @param disruptions that the server has had
     */
    List<Pattern> expected(List<Disruption> disruptions) {
        Stream<String> memory =
                disruptions.contains(Disruption.MEMORY)
                        ? Stream.of("OutOfMemoryError", "Java heap space")
                        : Stream.empty();
        Stream<String> redeployed =
                disruptions.contains(Disruption.REDEPLOY) ? redeployed() : Stream.empty();
        return Stream.of(PROVOKED.stream(), log(), memory, redeployed)
                .flatMap(patterns -> patterns)
                .map(Pattern::compile)
                .toList();
    }
}
