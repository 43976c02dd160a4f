package org.servletmpm.process;

import org.servletmpm.inherit.Message;
import org.servletmpm.inherit.Verb;
import org.servletmpm.scoreboard.ChildScore;

/**
 * A child as its control knows it. Everything that decides is here, in the control's own memory: of
 * what a child says or writes only figures are believed. The parent's thread.
 */
final class ChildProcess {

    /** It goes on and never back. */
    enum State {
        /** Started, and not heard of that it can serve. */
        STARTING,
        /** It serves. */
        READY,
        /** It has been told to leave, or leaves by itself. */
        LEAVING
    }

    private final Process process;
    private final ChildScore score;
    private final String token;
    private final Trial trial;
    private final LastLines output;
    private final long startedAt = System.nanoTime();
    private State state = State.STARTING;

    /** On {@link System#nanoTime}. */
    private long readyAt;

    /** It may take what is queued, after {@link Verb#DRAIN}. */
    private boolean drainsQueue;

    /** Null until it has said hello. */
    private ChildLink link;

    /**
     * @param trial of its generation
     * @param output what it has written last
     */
    ChildProcess(Process process, ChildScore score, String token, Trial trial, LastLines output) {
        this.process = process;
        this.score = score;
        this.token = token;
        this.trial = trial;
        this.output = output;
    }

    /**
     * @return how long ago it was started, in nanoseconds
     */
    long age() {
        return System.nanoTime() - startedAt;
    }

    /**
     * @return whether it serves, and it or another one of its generation has for long enough
     */
    boolean isProven() {
        return state == State.READY && trial.isPassedBy(System.nanoTime() - readyAt);
    }

    /**
     * @return how it has ended, with its last lines if somebody has listened
     */
    String epitaph() {
        StringBuilder text = new StringBuilder(name()).append(" is gone: ");
        text.append(ExitCode.explain(process.exitValue()));
        output.lines().forEach(line -> text.append("\n  | ").append(line));
        return text.toString();
    }

    int slot() {
        return score.slot();
    }

    int generation() {
        return score.generation();
    }

    Process process() {
        return process;
    }

    State state() {
        return state;
    }

    /**
     * @return slot, generation and process, as the log calls it
     */
    String name() {
        return "child %d.%d (pid %d)".formatted(slot(), generation(), process.pid());
    }

    /**
     * @return whether it is this child that speaks; from then on it is spoken to there
     */
    boolean isHailedBy(ChildLink speaking, String said) {
        if (link != null || state != State.STARTING || !token.equals(said)) {
            return false;
        }
        link = speaking;
        return true;
    }

    boolean speaksBy(ChildLink speaking) {
        return link == speaking;
    }

    void ready() {
        if (state == State.STARTING) {
            state = State.READY;
            readyAt = System.nanoTime();
            trial.ready();
        }
    }

    void leaving() {
        state = State.LEAVING;
    }

    /** It is to accept what is queued, before it leaves. */
    void drain() {
        drainsQueue = true;
        state = State.LEAVING;
        tell(Verb.DRAIN);
    }

    /** It has done so, or has been told that another one has. */
    void queueEmpty() {
        drainsQueue = false;
    }

    boolean drainsQueue() {
        return drainsQueue;
    }

    /** Tells it, if it has said hello. */
    void tell(Verb verb) {
        if (link != null) {
            link.send(Message.of(verb));
        }
    }

    /** Its process has ended: the slot is free. */
    void gone() {
        score.release();
    }
}
