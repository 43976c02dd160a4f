package org.servletmpm.mpmctl;

import java.io.IOException;

/** Says that there is no server where the command looks for one. */
final class NoServerException extends IOException {

    private static final long serialVersionUID = 1;

    NoServerException(String message) {
        super(message);
    }
}
