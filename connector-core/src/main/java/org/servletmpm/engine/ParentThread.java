package org.servletmpm.engine;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.servletmpm.child.Heartbeat;
import org.servletmpm.life.DutyThread;
import org.servletmpm.life.Parent;
import org.servletmpm.log.RateLimitedLogger;

/**
 * Runs the parent's duty cycle until the parent's end, and once a second what else an engine has to
 * do. It survives everything that is thrown in it.
 */
final class ParentThread implements DutyThread {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Thread thread;
    private final Heartbeat heartbeat = new Heartbeat();
    private final RateLimitedLogger logger;

    /** Set before the thread starts. */
    private Parent parent;

    private Runnable[] everySecond;

    /** On {@link System#nanoTime}. */
    private long nextSecond;

    /**
     * @param name the prefix of its name
     */
    ParentThread(String name, RateLimitedLogger logger) {
        this.logger = logger;
        this.thread = new Thread(this::run, name + "-parent");
        thread.setDaemon(true);
    }

    /**
     * @param duties run in this order once a second, whether or not one of them fails
     */
    void start(Parent working, Runnable... duties) {
        parent = working;
        everySecond = duties;
        nextSecond = System.nanoTime() + SECOND_NANOS;
        thread.start();
    }

    @Override
    public void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread || thread.getState() == Thread.State.NEW;
    }

    /**
     * @return of this thread, once a second
     */
    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Waits for its end after the parent's; in this thread itself it returns at once. */
    void awaitEnd() throws InterruptedException {
        if (Thread.currentThread() != thread) {
            thread.join();
        }
    }

    private void run() {
        while (!parent.isOver()) {
            try {
                goRound();
            } catch (Throwable t) {
                // It has been logged, if that was possible. Even a literal that is used for the
                // first time needs memory: nothing at all is done here.
                continue;
            }
        }
        parent.doWork(System.nanoTime());
    }

    private void goRound() {
        long wait = parent.doWork(System.nanoTime());
        long now = System.nanoTime();
        if (now - nextSecond >= 0) {
            nextSecond = Math.max(nextSecond + SECOND_NANOS, now);
            for (Runnable duty : everySecond) {
                perform(duty);
            }
            heartbeat.beat();
            // They may have taken long, and brought work.
            return;
        }
        if (wait > 0) {
            LockSupport.parkNanos(this, Math.min(nextSecond - now, wait));
        }
        // Nothing has a reason to interrupt it, and it must be able to park.
        Thread.interrupted();
    }

    private void perform(Runnable duty) {
        try {
            duty.run();
        } catch (Throwable t) {
            logger.failure(Level.ERROR, thread.getName(), null, t);
        }
    }
}
