package org.servletmpm.scoreboard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Text in a field of fixed width: one byte for each character (ISO-8859-1, as header lines are), so
 * that a cut never falls within one; a character that has no such byte becomes {@code ?}.
 *
 * <p>An instance belongs to one writing thread. Eight characters are one store; that and an
 * instance that is kept make a request's text cheap enough to be written every time.
 */
final class TextField {
    private static final int LAST_CHARACTER = 0xff;

    /** Little-endian on every machine: the first character is the first byte. */
    private static final VarHandle EIGHT =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer records;

    private int start;
    private int width;
    private int length;
    private long pending;

    TextField(ByteBuffer records) {
        this.records = records;
    }

    /**
     * Begins a text.
     *
     * @param start a multiple of 8
     * @param width a multiple of 8; what does not fit is left out
     */
    TextField at(int start, int width) {
        this.start = start;
        this.width = width;
        this.length = 0;
        this.pending = 0;
        return this;
    }

    TextField append(String text) {
        int count = Math.min(text.length(), width - length);
        for (int n = 0; n < count; n++) {
            append(text.charAt(n));
        }
        return this;
    }

    TextField append(char character) {
        if (length < width) {
            long code = character <= LAST_CHARACTER ? character : '?';
            pending |= code << length * Byte.SIZE;
            length++;
            if (length % Long.BYTES == 0) {
                EIGHT.setOpaque(records, start + length - Long.BYTES, pending);
                pending = 0;
            }
        }
        return this;
    }

    /** Stores what is left, and returns the text's length in bytes. */
    int end() {
        if (length % Long.BYTES != 0) {
            EIGHT.setOpaque(records, start + length / Long.BYTES * Long.BYTES, pending);
        }
        return length;
    }

    static String read(ByteBuffer records, int start, int length) {
        byte[] bytes = new byte[length];
        for (int n = 0; n < length; n += Long.BYTES) {
            long eight = (long) EIGHT.getOpaque(records, start + n);
            for (int m = n; m < Math.min(n + Long.BYTES, length); m++) {
                bytes[m] = (byte) (eight >>> m * Byte.SIZE);
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
