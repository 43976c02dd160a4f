package org.servletmpm.status;

import javax.management.ObjectName;

/** An engine is registered whose MBean says something else than can be read here. */
final class UnreadableEngineException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableEngineException(ObjectName engine, String reason) {
        super("The engine " + engine + " cannot be read: " + reason + ".");
    }
}
