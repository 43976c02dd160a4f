package org.servletmpm.scoreboard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes text into fields of fixed width: one byte for each character (ISO-8859-1, as header lines
 * are), so that a text is never cut within a character. A character without such a byte becomes
 * {@code ?}.
 *
 * <p>An instance belongs to one thread, which keeps it and stores eight characters at a time: so a
 * request's text is cheap enough to be written each time. Access is plain: where other threads read
 * at the same time, a word beside the text has to say whether it is whole.
 */
final class TextField {
    private static final int LAST_CHARACTER = 0xff;

    /** Little-endian on every machine: the first character is the first byte. */
    private static final VarHandle EIGHT =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer records;

    private int end;
    private int limit;

    TextField(ByteBuffer records) {
        this.records = records;
    }

    /** Begins a text, which is cut at the width. */
    TextField at(int start, int width) {
        end = start;
        limit = start + width;
        return this;
    }

    TextField append(String text) {
        int count = Math.min(text.length(), limit - end);
        int n = 0;
        for (; n <= count - Long.BYTES; n += Long.BYTES) {
            EIGHT.set(
                    records,
                    end + n,
                    code(text, n)
                            | code(text, n + 1) << 8
                            | code(text, n + 2) << 16
                            | code(text, n + 3) << 24
                            | code(text, n + 4) << 32
                            | code(text, n + 5) << 40
                            | code(text, n + 6) << 48
                            | code(text, n + 7) << 56);
        }
        for (; n < count; n++) {
            records.put(end + n, (byte) code(text, n));
        }
        end += count;
        return this;
    }

    private static long code(String text, int n) {
        char character = text.charAt(n);
        return character <= LAST_CHARACTER ? character : '?';
    }

    /**
     * @return where the text ends, and another one can begin
     */
    int end() {
        return end;
    }

    static String read(ByteBuffer records, int start, int length) {
        byte[] bytes = new byte[length];
        records.get(start, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
