package org.servletmpm.waiting;

import java.util.function.LongSupplier;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Task;
import org.servletmpm.contract.SilentHost;

/**
 * What a child does for connections that wait, without the child: armed interests reach the bound
 * thread's place or else the listener, if there is one, and a close reaches everybody. Any thread.
 */
public class TestHost extends SilentHost implements ListeningHost {

    private volatile ListenerSelector listener;

    public TestHost(LongSupplier clock) {
        super(clock);
    }

    void listener(ListenerSelector wait) {
        listener = wait;
    }

    @Override
    public ListenerSelector listener() {
        return listener;
    }

    @Override
    public AsyncColumns columns() {
        return AsyncColumns.NONE;
    }

    @Override
    public void armed(Connection connection, Interest interest) {
        Watch watch = Watch.of(connection);
        WaitingPlace place = watch.place();
        long word = interest.get();
        if (word == 0 || place.armed(Interest.urgency(word))) {
            return;
        }
        watch(watch);
    }

    void watch(Watch watch) {
        if (listener != null) {
            listener.post(watch);
        }
    }

    @Override
    public void submit(Connection connection, Task task) {
        WaitingPlace place = Watch.of(connection).place();
        if (!place.submit(task) || Watch.of(connection).place() != place && place.takeBack(task)) {
            task.run();
        }
    }

    @Override
    public void closed(Connection connection) {
        Watch watch = Watch.of(connection);
        for (Kind kind : Kind.values()) {
            if (connection.cancel(kind)) {
                dropped(connection, kind);
            }
        }
        watch.wakeWaiters();
        if (listener != null) {
            listener.forget(watch);
        }
    }

    /** The end of the connection took an armed interest. */
    void dropped(Connection connection, Kind kind) {}

    @Override
    public void pinned(Connection connection) {
        Watch.of(connection).settle();
    }
}
