package org.servletmpm.life;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.servletmpm.log.RateLimitedLogger;

/**
 * Runs a supervisor's duty cycle until its end, and once a second what else there is to do. It
 * survives everything that is thrown in it.
 */
public final class ParentThread implements DutyThread {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Thread thread;
    private final RateLimitedLogger logger;

    /** Set before the thread starts. */
    private Supervisor supervisor;

    private Runnable[] everySecond;

    /** On {@link System#nanoTime}. */
    private long nextSecond;

    /**
     * @param name the prefix of its name
     */
    public ParentThread(String name, RateLimitedLogger logger) {
        this.logger = logger;
        this.thread = new Thread(this::run, name + "-parent");
        thread.setDaemon(true);
    }

    /**
     * @param duties run in this order once a second after the supervisor's own, whether or not one
     *     of them fails
     */
    public void start(Supervisor working, Runnable... duties) {
        supervisor = working;
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

    /** Waits for its end after the supervisor's; in this thread itself it returns at once. */
    public void awaitEnd() throws InterruptedException {
        if (Thread.currentThread() != thread) {
            thread.join();
        }
    }

    private void run() {
        while (!supervisor.shutdown().isOver()) {
            try {
                goRound();
            } catch (Throwable t) {
                // It has been logged, if that was possible. Even a literal that is used for the
                // first time needs memory: nothing at all is done here.
                continue;
            }
        }
        supervisor.doWork(System.nanoTime());
    }

    private void goRound() {
        long wait = supervisor.doWork(System.nanoTime());
        long now = System.nanoTime();
        if (now - nextSecond >= 0) {
            nextSecond = Math.max(nextSecond + SECOND_NANOS, now);
            perform(supervisor::everySecond);
            for (Runnable duty : everySecond) {
                perform(duty);
            }
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
