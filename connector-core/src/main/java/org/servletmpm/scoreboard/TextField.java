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
 * <p>An instance belongs to one writing thread. It is kept, and stores eight characters at a time:
 * that makes a request's text cheap enough to be written every time. Access is plain: who writes
 * while others read says by a word of its own which texts are whole.
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

    /** Begins a text; what goes beyond the width is left out. */
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

    /** Where the text ends, and another could begin. */
    int end() {
        return end;
    }

    static String read(ByteBuffer records, int start, int length) {
        byte[] bytes = new byte[length];
        records.get(start, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
