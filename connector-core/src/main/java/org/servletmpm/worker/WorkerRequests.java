package org.servletmpm.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.RequestLine;
import org.servletmpm.scoreboard.WorkerScore;
import org.servletmpm.scoreboard.WorkerStatus;

/**
 * Writes the requests that one worker runs to its record of the scoreboard, and times them. Runs in
 * the worker's thread; any thread may ask for the timer.
 */
public final class WorkerRequests {

    /** Reading the processor time costs as much as a tenth of a small request. */
    private static final long CPU_MILLIS = 100;

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final Thread thread;
    private final WorkerScore score;
    private final RequestTimer timer;

    /** ExtendedStatus. */
    private final boolean describes;

    /** When the processor time was last read, ms since the epoch; a virtual thread has none. */
    private long cpuReadAt;

    /**
     * @param describes whether requests are described (ExtendedStatus)
     */
    WorkerRequests(Thread thread, WorkerScore score, PoolThreads poolThreads, boolean describes) {
        this.thread = thread;
        this.score = score;
        this.timer = poolThreads.timer(thread, score::description);
        this.describes = describes;
    }

    RequestTimer timer() {
        return timer;
    }

    /** The application is given a request. */
    public void started(Connection connection, RequestLine line) {
        assert Thread.currentThread() == thread;
        // In event a worker meets its connections a request at a time.
        score.connectionTaken(connection.id());
        score.status(WorkerStatus.WRITING);
        score.requestStarted(System.currentTimeMillis());
        if (describes) {
            score.describe(
                    line.client(), line.protocol(), line.host(), line.method(), line.target());
        }
        timer.start();
    }

    /** A response is complete. */
    public void finished(long bytes, long nanos) {
        assert Thread.currentThread() == thread;
        timer.stop();
        long now = System.currentTimeMillis();
        score.requestFinished(now, bytes, nanos);
        if (describes
                && now - cpuReadAt >= CPU_MILLIS
                && thread instanceof WorkerThread<?>
                && CPU.isCurrentThreadCpuTimeSupported()) {
            cpuReadAt = now;
            score.cpu(CPU.getCurrentThreadCpuTime());
        }
    }
}
