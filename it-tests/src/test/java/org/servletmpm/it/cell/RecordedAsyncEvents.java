package org.servletmpm.it.cell;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.Collection;

/** Records what an asynchronous request's application is told of it. Called by the container. */
public final class RecordedAsyncEvents implements AsyncListener {

    private final Collection<? super String> events;

    /**
     * @param events takes their names, from any thread
     */
    public RecordedAsyncEvents(Collection<? super String> events) {
        this.events = events;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        events.add("complete");
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        events.add("timeout");
    }

    @Override
    public void onError(AsyncEvent event) {
        events.add("error");
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        events.add("start");
    }
}
