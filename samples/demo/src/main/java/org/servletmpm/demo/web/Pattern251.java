package org.servletmpm.demo.web;

import java.io.IOException;
import java.io.OutputStream;

/** The content of everything long: byte i is i mod 251, so that a lost or doubled one shows. */
final class Pattern251 {
    /** The most bytes of one write. */
    static final int MOST = 1 << 20;

    private static final int PERIOD = 251;

    /** From any phase on: as long as the longest write that starts at the last one. */
    private static final byte[] CONTENT = new byte[PERIOD + MOST];

    static {
        for (int i = 0; i < CONTENT.length; i++) {
            CONTENT[i] = (byte) (i % PERIOD);
        }
    }

    private Pattern251() {}

    /**
     * One write.
     *
     * @param from how many bytes were written before
     * @param length 0 to {@link #MOST}
     */
    static void write(OutputStream out, long from, int length) throws IOException {
        out.write(CONTENT, (int) (from % PERIOD), length);
    }
}
