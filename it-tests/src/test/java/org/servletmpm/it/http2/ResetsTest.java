package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that give up a stream, in each phase of it, on one connection. */
class ResetsTest {

    /** Three phases each, at most twenty at once. */
    private static final int ROUNDS = 333;

    @TempDir static Path directory;

    /**
     * A stream counted never or twice would leave the connection busy for ever, or idle at work.
     */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void everyStreamThatIsResetIsCountedOnce(Http2Cell cell) throws Exception {
        try (Http2Server server =
                        Http2Server.clear(directory, cell).servlet("/wait", new Wait()).start();
                Http2Connection connection = Http2Connection.to(server)) {
            for (int n = 0; n < ROUNDS; n++) {
                Http2Stream body = connection.open("POST", "/upload", false);
                Http2Stream waiting = connection.get("/wait");
                Http2Stream writing = connection.getThirstless("/big");
                if (n % 3 == 0) {
                    writing.awaitHeaders();
                }
                body.reset();
                waiting.reset();
                writing.reset();
            }
            connection.ping();
            server.awaitIdle(1);
            assertThat(connection.get("/hello").answer().status()).isEqualTo(200);
            Http2Stream held = connection.getThirstless("/big");
            held.awaitHeaders();
            Http2Server.patiently("at work")
                    .until(
                            () ->
                                    server.letters('W') > 0
                                            && server.figures().getConnsAsyncKeepAlive() == 0);
            held.drink();
            held.answer();
            server.awaitIdle(1);
        }
    }

    /** Answers never; ends when it is told that the client has gone. */
    private static final class Wait extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext async = request.startAsync();
            // Jetty does not tell who begins to wait in the moment of the reset.
            async.setTimeout(1000);
            async.addListener(new Gone());
        }
    }

    private static final class Gone implements AsyncListener {
        @Override
        public void onError(AsyncEvent event) {
            event.getAsyncContext().complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onTimeout(AsyncEvent event) {
            event.getAsyncContext().complete();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
