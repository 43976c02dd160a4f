package org.servletmpm.waiting;

import java.util.function.BiConsumer;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Task;

/** Hands tasks on; what fails or is let go is closed. */
record TestOutlet(BiConsumer<Connection, Task> tasks) implements ListenerSelector.Outlet {

    @Override
    public void yielded(Connection connection, Task task) {
        tasks.accept(connection, task);
    }

    @Override
    public void failed(Connection connection, Throwable cause) {
        connection.abort();
    }
}
