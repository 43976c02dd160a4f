package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.BufferingFlowControlStrategy;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** An HTTP/2 connection whose every frame is the test's to send. Any thread. */
final class Http2Connection implements AutoCloseable {

    static final int PATIENCE_SECONDS = 15;

    private final HTTP2Client client = new HTTP2Client();
    private final String origin;
    private final Session session;

    /** The first GOAWAY that came. */
    final CompletableFuture<GoAwayFrame> goAway = new CompletableFuture<>();

    /** The connection has ended, in whichever way, with the last GOAWAY if there was one. */
    final CompletableFuture<GoAwayFrame> end = new CompletableFuture<>();

    /** Bytes of bodies that have come, read or not, by stream. */
    private final Map<Integer, Long> received = new ConcurrentHashMap<>();

    private final BlockingQueue<Long> pongs = new LinkedBlockingQueue<>();
    private final AtomicLong pings = new AtomicLong();

    private Http2Connection(String origin, int port, int window) throws Exception {
        this.origin = origin;
        client.setInitialStreamRecvWindow(window);
        // Only the streams' windows are the test's: the connection's is always open.
        client.setInitialSessionRecvWindow(1 << 30);
        client.setMaxConcurrentPushedStreams(0);
        client.setFlowControlStrategyFactory(() -> new Counting(window));
        client.start();
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
        CompletableFuture<Session> connected;
        if (origin.startsWith("https")) {
            SslContextFactory.Client tls = new SslContextFactory.Client(true);
            tls.setEndpointIdentificationAlgorithm(null);
            tls.start();
            connected = client.connect(tls, address, new Listener(window));
        } else {
            connected = client.connect(address, new Listener(window));
        }
        session = connected.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        // Whoever sends before the server's settings are known sends by others than those.
        ping();
    }

    static Http2Connection to(Http2Server server) throws Exception {
        return new Http2Connection(server.origin(), server.port(), 65_535);
    }

    /**
     * @param window bytes of each stream that the server may send before they are read
     */
    static Http2Connection to(Http2Server server, int window) throws Exception {
        return new Http2Connection(server.origin(), server.port(), window);
    }

    private final class Counting extends BufferingFlowControlStrategy {
        Counting(int window) {
            super(window, 0.5F);
        }

        @Override
        public void onDataReceived(Session to, Stream stream, int length) {
            if (stream != null) {
                received.merge(stream.getId(), (long) length, Long::sum);
            }
            super.onDataReceived(to, stream, length);
        }
    }

    private final class Listener implements Session.Listener {
        private final int window;

        Listener(int window) {
            this.window = window;
        }

        @Override
        public Map<Integer, Integer> onPreface(Session opened) {
            return new HashMap<>(
                    Map.of(
                            SettingsFrame.INITIAL_WINDOW_SIZE,
                            window,
                            SettingsFrame.ENABLE_PUSH,
                            0));
        }

        @Override
        public void onPing(Session pinged, PingFrame frame) {
            if (frame.isReply()) {
                pongs.add(frame.getPayloadAsLong());
            }
        }

        @Override
        public void onGoAway(Session told, GoAwayFrame frame) {
            goAway.complete(frame);
        }

        @Override
        public void onClose(Session closed, GoAwayFrame frame, Callback callback) {
            end.complete(frame);
            callback.succeeded();
        }

        @Override
        public void onFailure(Session failed, Throwable cause, Callback callback) {
            end.complete(null);
            callback.succeeded();
        }
    }

    long received(Http2Stream stream) {
        return received.getOrDefault(stream.stream().getId(), 0L);
    }

    Session session() {
        return session;
    }

    Http2Stream get(String path, String... fields) throws Exception {
        return open("GET", path, true, new Http2Stream(true), fields);
    }

    /** As {@link #get}, with nothing read of the answer's body until {@link Http2Stream#drink}. */
    Http2Stream getThirstless(String path) throws Exception {
        return open("GET", path, true, new Http2Stream(false));
    }

    Http2Stream post(String path, byte[] body, String... fields) throws Exception {
        Http2Stream stream = open("POST", path, false, new Http2Stream(true), fields);
        stream.send(body, true);
        return stream;
    }

    /** Headers of a request whose body, if any, follows. */
    Http2Stream open(String method, String path, boolean last, String... fields) throws Exception {
        return open(method, path, last, new Http2Stream(true), fields);
    }

    private Http2Stream open(
            String method, String path, boolean last, Http2Stream stream, String... fields)
            throws Exception {
        HttpFields.Mutable headers = HttpFields.build();
        for (int n = 0; n < fields.length; n += 2) {
            headers.add(fields[n], fields[n + 1]);
        }
        MetaData.Request request =
                new MetaData.Request(
                        method, HttpURI.from(origin + path), HttpVersion.HTTP_2, headers);
        stream.stream(
                session.newStream(new HeadersFrame(request, null, last), stream)
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return stream;
    }

    /** Returns when the server has answered, and seen all frames before. */
    void ping() throws Exception {
        long payload = pings.incrementAndGet();
        session.ping(new PingFrame(payload, false), Callback.NOOP);
        assertThat(pongs.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(payload);
    }

    void settings(Map<Integer, Integer> settings) throws Exception {
        session.settings(new SettingsFrame(settings, false))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    static HeadersFrame trailers(Stream stream, String name, String value) {
        return new HeadersFrame(
                stream.getId(),
                new MetaData(HttpVersion.HTTP_2, HttpFields.build().add(name, value)),
                null,
                true);
    }

    static DataFrame data(Stream stream, byte[] bytes, boolean last) {
        return new DataFrame(stream.getId(), ByteBuffer.wrap(bytes), last);
    }

    @Override
    public void close() {
        LifeCycle.stop(client);
    }
}
