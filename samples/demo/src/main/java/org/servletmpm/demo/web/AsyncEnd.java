package org.servletmpm.demo.web;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** What is done when the container gives an asynchronous request up, in the container's thread. */
record AsyncEnd(Runnable action) implements AsyncListener {

    @Override
    public void onTimeout(AsyncEvent event) {
        action.run();
    }

    @Override
    public void onError(AsyncEvent event) {
        action.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // No page starts twice.
    }

    @Override
    public void onComplete(AsyncEvent event) {
        // The page's own doing, which it knows of.
    }
}
