package org.servletmpm.it.soak;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import org.servletmpm.it.soak.Checks.StatusError;

/** A disruption of a server while it is soaked, with the failures that clients may then see. */
enum Disruption {
    /** All children are replaced. */
    GRACEFUL,

    /** Nothing is accepted for a moment. */
    PAUSE,

    /** A graceful restart with other directives. */
    RELOAD,

    /** The application ends and begins anew: there is none for a moment. */
    REDEPLOY {
        @Override
        boolean tells(Throwable what) {
            return isStatus(what, 404, 500, 503) || isEnd(what);
        }
    },

    /** The whole process stands still (SIGSTOP), longer than its timeouts. */
    FREEZE,

    /** The heap is full for a moment. */
    MEMORY {
        @Override
        boolean tells(Throwable what) {
            return isStatus(what, 404, 500, 503) || isEnd(what);
        }
    };

    /**
     * @return whether this is legal for somebody to see who has asked meanwhile
     */
    boolean tells(Throwable what) {
        return false;
    }

    private static boolean isStatus(Throwable what, int... allowed) {
        for (int each : allowed) {
            if (what instanceof StatusError error && error.status() == each) {
                return true;
            }
        }
        return false;
    }

    /** The connection was closed or reset. Silence is no end. */
    private static boolean isEnd(Throwable what) {
        return what instanceof IOException && !(what instanceof SocketTimeoutException);
    }

    boolean isForStock() {
        return this != GRACEFUL && this != RELOAD;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
