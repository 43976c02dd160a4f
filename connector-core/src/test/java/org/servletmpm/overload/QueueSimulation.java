package org.servletmpm.overload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongFunction;

/**
 * Replays requests that arrive at random, five workers that take 50 ms for each on average, and
 * clients that leave, in the time of the simulation: capacity is 100 a second.
 */
final class QueueSimulation {

    private static final int WORKERS = 5;
    private static final double SERVICE_MILLIS = 50;
    private static final double CAPACITY = WORKERS / SERVICE_MILLIS;

    /** What has become of a request. */
    enum Fate {
        IN_TIME,
        LATE,
        REFUSED
    }

    private record Request(int number, double arrived, double service, double ends) {}

    private final ControlledDelay delay;
    private final double patience;
    private final Deque<Request> queue = new ArrayDeque<>();
    private final PriorityQueue<Request> served =
            new PriorityQueue<>((a, b) -> Double.compare(a.ends(), b.ends()));
    private final List<Double> latencies = new ArrayList<>();
    private Fate[] fates;
    private int idle = WORKERS;

    /**
     * @param delay decides
     * @param patience milliseconds after which a client leaves
     */
    QueueSimulation(ControlledDelay delay, double patience) {
        this.delay = delay;
        this.patience = patience;
    }

    /**
     * @param load offered at a time in milliseconds, in times the capacity
     * @param fixed whether each request takes exactly the average
     * @return what has become of each request
     */
    Fate[] run(long millis, LongFunction<Double> load, boolean fixed, long seed) {
        Random random = new Random(seed);
        List<Request> arrivals = new ArrayList<>();
        double at = 0;
        while (at < millis) {
            at += -Math.log(1 - random.nextDouble()) / (load.apply((long) at) * CAPACITY);
            double service =
                    fixed ? SERVICE_MILLIS : -Math.log(1 - random.nextDouble()) * SERVICE_MILLIS;
            arrivals.add(new Request(arrivals.size(), at, service, 0));
        }
        fates = new Fate[arrivals.size()];
        int next = 0;
        double tick = 0;
        while (next < arrivals.size() || !served.isEmpty() || !queue.isEmpty()) {
            double arrival =
                    next < arrivals.size() ? arrivals.get(next).arrived() : Double.MAX_VALUE;
            double end = served.isEmpty() ? Double.MAX_VALUE : served.peek().ends();
            if (tick <= arrival && tick <= end) {
                look(tick);
                tick += WaitingClock.TICK_MILLIS;
            } else if (arrival <= end) {
                queue.addLast(arrivals.get(next++));
                serve(arrival);
            } else {
                finish(served.poll());
                serve(end);
            }
        }
        return fates;
    }

    private void look(double now) {
        long oldest = queue.isEmpty() ? 0 : (long) (now - queue.getFirst().arrived());
        delay.look((long) now, oldest, queue.size());
        refuse(now);
    }

    private void refuse(double now) {
        while (!queue.isEmpty() && now - queue.getFirst().arrived() >= delay.limit()) {
            fates[queue.removeFirst().number()] = Fate.REFUSED;
        }
    }

    private void serve(double now) {
        refuse(now);
        while (idle > 0 && !queue.isEmpty()) {
            Request next = queue.removeFirst();
            idle--;
            served.add(
                    new Request(
                            next.number(), next.arrived(), next.service(), now + next.service()));
        }
        if (idle > 0) {
            delay.emptied();
        }
    }

    private void finish(Request request) {
        idle++;
        double latency = request.ends() - request.arrived();
        boolean inTime = latency <= patience;
        fates[request.number()] = inTime ? Fate.IN_TIME : Fate.LATE;
        if (inTime) {
            latencies.add(latency);
        }
    }

    /**
     * @return what was answered in time, as a part of the capacity over so many milliseconds
     */
    double goodput(long millis) {
        return latencies.size() / (CAPACITY * millis);
    }

    /**
     * @return milliseconds that so many in 100 of the answers in time have taken at the most
     */
    double percentile(int percent) {
        return latencies.stream()
                .sorted()
                .skip((long) latencies.size() * percent / 100)
                .findFirst()
                .orElse(0.0);
    }
}
