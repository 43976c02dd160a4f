package org.servletmpm.it.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;

/**
 * One stream: a request and the answer to it. Frames come in the client's threads, one at a time;
 * the test waits for {@link #answer}.
 */
final class Http2Stream implements Stream.Listener {

    /**
     * What came.
     *
     * @param start of the body, at most 4 KB
     * @param reset the error code that ended the stream, or -1
     */
    record Answer(
            int status,
            HttpFields headers,
            HttpFields trailers,
            long length,
            String sha256,
            byte[] start,
            int reset) {
        String text() {
            return new String(start, StandardCharsets.UTF_8);
        }
    }

    private static final int START = 4096;

    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final CompletableFuture<Integer> headed = new CompletableFuture<>();
    private final CompletableFuture<Void> continued = new CompletableFuture<>();
    private final MessageDigest digest = digest("SHA-256");
    private final ByteBuffer start = ByteBuffer.allocate(START);

    /** Whether what comes is read. */
    private volatile boolean thirsty;

    private volatile Stream stream;
    private int status = -1;
    private HttpFields headers = HttpFields.EMPTY;
    private HttpFields trailers = HttpFields.EMPTY;
    private long length;

    /**
     * @param thirsty whether what comes is read, which gives its part of the window back
     */
    Http2Stream(boolean thirsty) {
        this.thirsty = thirsty;
    }

    static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
    }

    /** The hash of the demo's pattern, so many bytes of it. */
    static String patternHash(int bytes) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(pattern(bytes)));
    }

    static byte[] pattern(int bytes) {
        byte[] content = new byte[bytes];
        for (int n = 0; n < bytes; n++) {
            content[n] = (byte) (n % 251);
        }
        return content;
    }

    void stream(Stream opened) {
        stream = opened;
    }

    Stream stream() {
        return stream;
    }

    // ---- what the test does

    /** Waits until the server's window has taken it. */
    void send(byte[] bytes, boolean last) throws Exception {
        stream.data(Http2Connection.data(stream, bytes, last))
                .get(Http2Connection.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends without waiting for the server's window. */
    void sendLater(byte[] bytes, boolean last) {
        stream.data(Http2Connection.data(stream, bytes, last));
    }

    void sendTrailers(String name, String value) throws Exception {
        stream.headers(Http2Connection.trailers(stream, name, value))
                .get(Http2Connection.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void reset() {
        stream.reset(
                new ResetFrame(stream.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
    }

    /** Reads from now on. */
    void drink() {
        thirsty = true;
        stream.demand();
    }

    Answer answer() throws Exception {
        return answer.get(Http2Connection.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    boolean isAnswered() {
        return answer.isDone();
    }

    int awaitHeaders() throws Exception {
        return headed.get(Http2Connection.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void awaitContinue() throws Exception {
        continued.get(Http2Connection.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    // ---- what comes

    @Override
    public void onHeaders(Stream from, HeadersFrame frame) {
        if (frame.getMetaData() instanceof MetaData.Response response) {
            if (response.getStatus() == 100) {
                continued.complete(null);
                from.demand();
                return;
            }
            status = response.getStatus();
            headers = response.getHttpFields();
            headed.complete(status);
        } else {
            trailers = frame.getMetaData().getHttpFields();
        }
        if (frame.isEndStream()) {
            finished(-1);
        } else if (thirsty) {
            from.demand();
        }
    }

    @Override
    public void onDataAvailable(Stream from) {
        while (true) {
            Stream.Data data = from.readData();
            if (data == null) {
                from.demand();
                return;
            }
            DataFrame frame = data.frame();
            take(frame.getByteBuffer());
            data.release();
            if (frame.isEndStream()) {
                finished(-1);
                return;
            }
        }
    }

    private void take(ByteBuffer bytes) {
        length += bytes.remaining();
        digest.update(bytes.duplicate());
        while (bytes.hasRemaining() && start.hasRemaining()) {
            start.put(bytes.get());
        }
    }

    @Override
    public void onReset(Stream from, ResetFrame frame, Callback callback) {
        finished(frame.getError());
        callback.succeeded();
    }

    @Override
    public void onFailure(
            Stream from, int error, String reason, Throwable failure, Callback callback) {
        IOException told =
                new IOException("error " + error + ": " + reason + ": " + failure, failure);
        headed.completeExceptionally(told);
        answer.completeExceptionally(told);
        callback.succeeded();
    }

    private void finished(int reset) {
        byte[] begin = new byte[start.flip().remaining()];
        start.get(begin);
        headed.complete(status);
        answer.complete(
                new Answer(
                        status,
                        headers,
                        trailers,
                        length,
                        HexFormat.of().formatHex(digest.digest()),
                        begin,
                        reset));
    }
}
