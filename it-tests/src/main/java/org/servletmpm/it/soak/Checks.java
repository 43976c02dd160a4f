package org.servletmpm.it.soak;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.servletmpm.it.client.Response;

/** Checks responses. Failures are {@link AssertionError}s. */
final class Checks {

    /** The demo's pattern: byte i is i mod 251. */
    private static final int PERIOD = 251;

    private Checks() {}

    static byte[] pattern(int from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ((from + i) % PERIOD);
        }
        return bytes;
    }

    static void assertPattern(byte[] bytes, int from) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != (byte) ((from + i) % PERIOD)) {
                throw new AssertionError("byte " + (from + i) + " is wrong");
            }
        }
    }

    static void assertPattern(byte[] bytes, int from, int length) {
        assertEquals("length", length, bytes.length);
        assertPattern(bytes, from);
    }

    /** Another status than the one that was to come. */
    static final class StatusError extends AssertionError {
        private static final long serialVersionUID = 1L;

        private final int status;

        StatusError(int expected, int status) {
            super("status: " + status + ", not " + expected);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    static void assertStatus(int expected, int actual) {
        if (expected != actual) {
            throw new StatusError(expected, actual);
        }
    }

    /**
     * @param head a response's, from its first byte
     */
    static void assertStatusLine(String head, int expected) {
        String[] words = head.split("[ \r]", 3);
        assertEquals(head, true, words.length > 1 && words[1].matches("\\d{3}"));
        assertStatus(expected, Integer.parseInt(words[1]));
    }

    static void assertEquals(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": " + actual + ", not " + expected);
        }
    }

    static void assertText(Response answer, int status, String text) {
        assertStatus(status, answer.status());
        if (!answer.text().equals(text)) {
            throw new AssertionError("body " + abridged(answer.text()) + ", not " + abridged(text));
        }
    }

    static String abridged(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return '"' + (line.length() > 200 ? line.substring(0, 200) + "..." : line) + '"';
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String gunzip(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
