package org.servletmpm.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The answer to a request that did not arrive in its time; the connection then ends. */
public final class RequestTimeoutResponse {

    private static final byte[] ANSWER =
            """
            HTTP/1.1 408 Request Timeout\r
            Content-Length: 0\r
            Connection: close\r
            \r
            """
                    .getBytes(StandardCharsets.US_ASCII);

    private RequestTimeoutResponse() {}

    /**
     * @return a complete HTTP/1.1 response, read-only and the caller's own
     */
    public static ByteBuffer answer() {
        return ByteBuffer.wrap(ANSWER).asReadOnlyBuffer();
    }
}
