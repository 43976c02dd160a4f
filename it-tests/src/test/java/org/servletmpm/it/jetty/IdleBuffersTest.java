package org.servletmpm.it.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Attributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.servletmpm.it.client.RawConnection;

/**
 * A connection that is idle for a second or two holds less than before, and is the same in
 * everything else.
 */
class IdleBuffersTest {

    /** Doubled for a machine that is too busy to look before connections end. */
    private int idleMillis = 3500;

    /** Too little for one more request of each connection. */
    private static final int SPARE_MILLIS = 500;

    private static final Set<ConnectorKind> MODELS =
            EnumSet.complementOf(EnumSet.of(ConnectorKind.STOCK));

    private final Map<ConnectorKind, TestJetty> jetties = new EnumMap<>(ConnectorKind.class);

    /** What requests have left for the next one. */
    private final CopyOnWriteArrayList<WeakReference<Object>> kept = new CopyOnWriteArrayList<>();

    /** What the application has registered with its connections is told. */
    private final CopyOnWriteArrayList<Connection> ended = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        for (ConnectorKind over : MODELS) {
            TestJetty jetty =
                    new TestJetty(
                            over,
                            AnsweringHandler.by(
                                    (request, response, callback) -> {
                                        if (request.getHttpURI().getPath().equals("/wait")) {
                                            request.addFailureListener(callback::failed);
                                        } else {
                                            Content.Sink.write(
                                                    response, true, seen(request), callback);
                                        }
                                    }));
            jetty.connector().setIdleTimeout(idleMillis);
            jetties.put(over, jetty.start());
        }
    }

    @AfterEach
    void stop() {
        jetties.values().forEach(TestJetty::close);
    }

    /** What a request finds, after it has left something for the next one. */
    private String seen(Request request) {
        ConnectionMetaData connection = request.getConnectionMetaData();
        Attributes cache = request.getComponents().getCache();
        String found = cache.getAttribute("kept") == null ? "a new cache" : "a cache";
        Object keep = new Object();
        cache.setAttribute("kept", keep);
        kept.add(new WeakReference<>(keep));
        Object attribute = connection.getAttribute("of the connection");
        if (attribute == null) {
            connection.setAttribute("of the connection", "set");
            connection.getConnection().addEventListener(new Ends());
        }
        return "%s, request %s, messages %d, attribute %s, idle timeout %d, %s"
                .formatted(
                        connection.getId(),
                        request.getId(),
                        connection.getConnection().getMessagesIn(),
                        attribute,
                        connection.getConnection().getEndPoint().getIdleTimeout(),
                        found);
    }

    private final class Ends implements Connection.Listener {
        @Override
        public void onClosed(Connection connection) {
            ended.add(connection);
        }
    }

    private Map<ConnectorKind, RawConnection> openEach() throws Exception {
        Map<ConnectorKind, RawConnection> open = new EnumMap<>(ConnectorKind.class);
        for (ConnectorKind over : MODELS) {
            open.put(over, jetties.get(over).open());
        }
        return open;
    }

    private static String requestAfter(String answer, int number, String cache) {
        return answer.replace("request 0,", "request " + number + ",")
                .replace("messages 1,", "messages " + (number + 1) + ",")
                .replace("attribute null", "attribute set")
                .replace("a new cache", cache);
    }

    @Test
    void anIdleConnectionWithoutBuffersServesAsBefore() throws Exception {
        while (!servesAsBefore()) {
            idleMillis *= 2;
            jetties.values().forEach(jetty -> jetty.connector().setIdleTimeout(idleMillis));
        }
    }

    /**
     * @return false when the connections had no time left
     */
    private boolean servesAsBefore() throws Exception {
        long opened = System.nanoTime();
        Map<ConnectorKind, RawConnection> expiring = openEach();
        Map<ConnectorKind, RawConnection> resting = openEach();
        Map<ConnectorKind, String> first = new EnumMap<>(ConnectorKind.class);
        for (ConnectorKind over : MODELS) {
            first.put(over, resting.get(over).get("/").text());
            assertThat(resting.get(over).get("/").text())
                    .isEqualTo(requestAfter(first.get(over), 1, "a cache"));
        }
        long began = System.nanoTime();
        for (RawConnection each : expiring.values()) {
            each.get("/");
        }
        if (!nothingIsKept(idleMillis - SPARE_MILLIS - millisSince(opened))) {
            forget(expiring, resting);
            return false;
        }
        for (ConnectorKind over : MODELS) {
            assertThat(resting.get(over).get("/").text())
                    .isEqualTo(requestAfter(first.get(over), 2, "a new cache"));
        }

        // What has rested has a request that is not answered: its idle timeout is Jetty's again.
        long asked = System.nanoTime();
        for (RawConnection each : resting.values()) {
            each.request("/wait");
        }
        for (RawConnection each : expiring.values()) {
            each.awaitEnd();
        }
        assertThat(millisSince(began)).isGreaterThanOrEqualTo(idleMillis - 5L);
        await().until(() -> ended.size() == MODELS.size());
        for (RawConnection each : resting.values()) {
            assertThat(each.read().status()).isEqualTo(500);
        }
        assertThat(millisSince(asked)).isGreaterThanOrEqualTo(idleMillis - 50L);
        return true;
    }

    private boolean nothingIsKept(long withinMillis) {
        try {
            await().pollDelay(Duration.ZERO)
                    .atMost(Duration.ofMillis(Math.max(1, withinMillis)))
                    .until(
                            () -> {
                                System.gc();
                                return kept.stream().allMatch(each -> each.get() == null);
                            });
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private void forget(
            Map<ConnectorKind, RawConnection> expiring, Map<ConnectorKind, RawConnection> resting)
            throws Exception {
        for (ConnectorKind over : MODELS) {
            expiring.get(over).close();
            resting.get(over).close();
        }
        await().until(() -> ended.size() == 2 * MODELS.size());
        ended.clear();
        kept.clear();
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
