package org.servletmpm.process;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Holds what one child is started with, and no other one. Immutable.
 *
 * @param token only this control and the child know it
 * @param archive of its program's classes
 */
record ChildStart(String token, ChildArchive archive) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 16;

    /**
     * @return with a new token
     */
    static ChildStart with(ChildArchive archive) {
        byte[] token = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(token);
        return new ChildStart(HexFormat.of().formatHex(token), archive);
    }
}
