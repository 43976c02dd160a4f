package org.servletmpm.overload;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Refusal;
import org.servletmpm.connection.RequestLine;
import org.servletmpm.connection.StreamShare;
import org.servletmpm.scoreboard.ChildScore;

/** Lets requests wait for as long as it takes, as httpd does. Any thread. */
final class NoLimit implements Overload {

    @Override
    public Queue<Runnable> queue() {
        return new ConcurrentLinkedQueue<>();
    }

    @Override
    public boolean isLimit() {
        return false;
    }

    @Override
    public Queue<Runnable> queueOfConnections() {
        return queue();
    }

    @Override
    public boolean isIdleWorkerWaitedFor() {
        return false;
    }

    @Override
    public boolean isWaitedFor() {
        return false;
    }

    @Override
    public long now() {
        return 0;
    }

    @Override
    public void watch(StreamShare share) {}

    @Override
    public boolean isOpening() {
        return false;
    }

    @Override
    public Refusal refusal(ChildScore score, Connection connection, RequestLine line) {
        return null;
    }

    @Override
    public void end() {}
}
