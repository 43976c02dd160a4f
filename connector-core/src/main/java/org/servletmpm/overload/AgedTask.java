package org.servletmpm.overload;

import org.servletmpm.connection.Task;

/** Knows when it came. */
public interface AgedTask extends Task {

    /**
     * @return on {@link Overload#now}; negative for what may wait for any time
     */
    long since();
}
