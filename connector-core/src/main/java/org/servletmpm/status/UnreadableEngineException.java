package org.servletmpm.status;

import javax.management.ObjectName;

/** Says that the MBean of a registered engine cannot be read. */
final class UnreadableEngineException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableEngineException(ObjectName engine, String reason) {
        super("The engine " + engine + " cannot be read: " + reason + ".");
    }
}
