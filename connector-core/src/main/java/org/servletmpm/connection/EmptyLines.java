package org.servletmpm.connection;

import java.nio.ByteBuffer;

/** The CR and LF that some clients send behind a request (RFC 9112, section 2.2). */
public final class EmptyLines {

    private EmptyLines() {}

    /**
     * @return whether {@code count} bytes of the buffer are nothing else; it stays as it is
     */
    public static boolean are(ByteBuffer bytes, int from, int count) {
        for (int i = from; i < from + count; i++) {
            byte each = bytes.get(i);
            if (each != '\r' && each != '\n') {
                return false;
            }
        }
        return true;
    }
}
