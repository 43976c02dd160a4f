package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.jetty.MpmServerConnector;

/**
 * A handler that blocks its thread on a latch of its own behind a read demand or a write callback
 * goes on as soon as the socket does, also when the blocked thread is the one the connection is
 * bound to, and also when it is the only worker.
 */
class JettyBlockingHandlersTest {

    private static final int LARGE = 20_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void aReadDemandIsServedWhileItsHandlerBlocks(String model) throws Exception {
        CountDownLatch demanded = new CountDownLatch(1);
        Handler handler =
                new Handler.Abstract() {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback)
                            throws Exception {
                        CountDownLatch there = new CountDownLatch(1);
                        request.demand(there::countDown);
                        demanded.countDown();
                        boolean came = there.await(10, TimeUnit.SECONDS);
                        Content.Chunk chunk = request.read();
                        int length = chunk == null ? -1 : chunk.remaining();
                        if (chunk != null) {
                            chunk.release();
                        }
                        Content.Sink.write(response, true, came + " " + length, callback);
                        return true;
                    }
                };
        Server server = server(model, handler);
        try (RawConnection client = RawConnection.open(port(server), false)) {
            client.send(RawConnection.head("POST", "/", "Content-Length: 5"));
            assertThat(demanded.await(10, TimeUnit.SECONDS)).as(model).isTrue();
            assertThat(client.send("hello").read().text()).as(model).isEqualTo("true 5");
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void aWriteIsCompletedWhileItsHandlerBlocks(String model) throws Exception {
        Handler handler =
                new Handler.Abstract() {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback)
                            throws Exception {
                        CountDownLatch written = new CountDownLatch(1);
                        response.write(
                                true,
                                ByteBuffer.allocate(LARGE),
                                Callback.from(written::countDown, callback::failed));
                        if (written.await(10, TimeUnit.SECONDS)) {
                            callback.succeeded();
                        } else {
                            callback.failed(new IllegalStateException("the write is stuck"));
                        }
                        return true;
                    }
                };
        Server server = server(model, handler);
        try (RawConnection client = RawConnection.open(port(server), false)) {
            assertThat(client.get("/").body()).as(model).hasSize(LARGE);
        } finally {
            server.stop();
        }
    }

    private static Server server(String model, Handler handler) throws Exception {
        Server server = new Server();
        MpmServerConnector connector = new MpmServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setMpm(model);
        connector.setMaxRequestWorkers(1);
        connector.setThreadsPerChild(1);
        server.addConnector(connector);
        server.setHandler(handler);
        server.start();
        return server;
    }

    private static int port(Server server) {
        return ((MpmServerConnector) server.getConnectors()[0]).getLocalPort();
    }
}
