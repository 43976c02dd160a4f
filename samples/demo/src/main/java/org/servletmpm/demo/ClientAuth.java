package org.servletmpm.demo;

import java.util.Locale;

/** Whether a client is asked for a certificate in the TLS handshake. */
enum ClientAuth {
    NONE,

    /** Asked, and served without one as well. */
    WANTED,

    /** Without one there is no connection. */
    REQUIRED;

    static ClientAuth parse(String name) {
        for (ClientAuth auth : values()) {
            if (auth.toString().equals(name)) {
                return auth;
            }
        }
        throw new IllegalArgumentException(
                "client-auth " + name + ": allowed none, wanted or required");
    }

    /** As the command line has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
