package org.servletmpm.process;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    /** Time to end by itself before it is killed. */
    private static final int GRACE_SECONDS = 10;

    private final Process process;
    private final ChildScore score;
    private final ChildStart start;
    private final Generation of;
    private final LastLines output;
    private final ChildUsage usage;
    private final long startedAt = System.nanoTime();
    private State state = State.STARTING;

    /** Says what became of its archive; known when it is ready. */
    private String archiveSeen = "none";

    /** The reason why it cannot serve, as it has said. */
    private String failure = "";

    /** On {@link System#nanoTime}. */
    private long readyAt;

    /** On {@link System#nanoTime}. */
    private long leavingSince;

    /** Since it was ended, on {@link System#nanoTime}. */
    private OptionalLong endsSince = OptionalLong.empty();

    /** It may take what is queued, after {@link Verb#DRAIN}. */
    private boolean drainsQueue;

    /** Why its control has killed it; empty if it has not. */
    private String killed = "";

    /** Null until it has said hello. */
    private ChildLink link;

    /** The port at which it alone can be asked; 0 for none. */
    private int managementPort;

    /** Of the last time that it was asked for them. */
    private ChildStacks stacks = ChildStacks.none();

    /**
     * @param of the generation that it belongs to
     * @param output what it has written last
     */
    ChildProcess(
            Process process, ChildScore score, ChildStart start, Generation of, LastLines output) {
        this.process = process;
        this.score = score;
        this.start = start;
        this.of = of;
        this.output = output;
        this.usage = new ChildUsage(process.pid(), System::nanoTime);
    }

    ChildUsage usage() {
        return usage;
    }

    /**
     * @return what it has used; once it serves
     */
    Recycler.Usage used() {
        return usage.of(slot(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - readyAt));
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
        return state == State.READY && of.trial().isPassedBy(System.nanoTime() - readyAt);
    }

    /**
     * @param oldest what it was doing; empty for nothing
     * @return how it has ended, with its last lines if somebody has listened
     */
    String epitaph(String oldest) {
        StringBuilder text = new StringBuilder(name()).append(" is gone: ");
        text.append(
                        killed.isEmpty()
                                ? ExitCode.explain(process.exitValue())
                                : "killed by its control: " + killed)
                .append(failure);
        if (!oldest.isEmpty()) {
            text.append("; ").append(oldest);
        }
        output.lines().forEach(line -> text.append("\n  | ").append(line));
        return text.toString();
    }

    /** Ends it at once. */
    void kill(String reason) {
        killed = reason;
        process.destroyForcibly();
    }

    /**
     * @return whether it is alive
     */
    Hangs.Vitals vitals() {
        return new Hangs.Vitals(
                slot(),
                generation(),
                state == State.LEAVING,
                usage.oldestMillis(),
                usage.stalledSeconds());
    }

    /**
     * @return how it has died
     */
    ChildDeathHook.Death death(String oldest) {
        return new ChildDeathHook.Death(
                slot(), generation(), process.pid(), process.exitValue(), oldest);
    }

    int slot() {
        return score.slot();
    }

    int generation() {
        return score.generation();
    }

    /**
     * @return the generation that it belongs to
     */
    Generation of() {
        return of;
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
        if (link != null || state != State.STARTING || !start.token().equals(said)) {
            return false;
        }
        link = speaking;
        return true;
    }

    ChildArchive archive() {
        return start.archive();
    }

    /**
     * @return used, made or none
     */
    String archiveSeen() {
        return archiveSeen;
    }

    boolean speaksBy(ChildLink speaking) {
        return link == speaking;
    }

    /**
     * @param management the port where it alone can be asked; 0 for none
     */
    void ready(int management) {
        if (state == State.STARTING) {
            managementPort = management;
            state = State.READY;
            readyAt = System.nanoTime();
            usage.ready();
            archiveSeen = start.archive().seen(process.pid());
            of.trial().ready();
        }
    }

    /** It says why it cannot serve, and ends. */
    void failed(String reason) {
        failure = ": " + reason;
    }

    void leaving() {
        state = State.LEAVING;
        score.stopping(true);
        leavingSince = System.nanoTime();
    }

    /**
     * @return what it has to know of its slot
     */
    int claim() {
        return score.claim();
    }

    /**
     * @return for how long it has been leaving, in nanoseconds
     */
    long leavingFor() {
        return System.nanoTime() - leavingSince;
    }

    /**
     * @return whether {@link #end} has been called
     */
    boolean isEnding() {
        return endsSince.isPresent();
    }

    /**
     * Ends its process, as a service manager would: by SIGTERM, and by SIGKILL when this is called
     * once more ten seconds later.
     *
     * @return whether that is the first time
     */
    boolean end() {
        if (endsSince.isEmpty()) {
            endsSince = OptionalLong.of(System.nanoTime());
            process.destroy();
            return true;
        }
        long since = System.nanoTime() - endsSince.getAsLong();
        if (since > TimeUnit.SECONDS.toNanos(GRACE_SECONDS)) {
            process.destroyForcibly();
        }
        return false;
    }

    /** It is to accept what is queued, before it leaves. */
    void drain() {
        drainsQueue = true;
        leaving();
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
        tell(Message.of(verb));
    }

    /** As above. */
    void tell(Message message) {
        if (link != null) {
            link.send(message);
        }
    }

    /**
     * @return the stacks of its threads as soon as it has told them, or a sentence if it ends
     *     before
     */
    CompletableFuture<String> askStacks() {
        if (stacks.isOver()) {
            stacks = new ChildStacks(name());
            tell(Verb.STACKS);
        }
        return stacks.text();
    }

    /** It has told some of them. */
    void toldStacks(Message message) {
        stacks.told(message);
    }

    /** Its process has ended: the slot is free. */
    void gone() {
        score.release();
        stacks.gone();
    }

    /**
     * @return what others than the parent's thread may know of it
     */
    ChildFacts facts() {
        return new ChildFacts(
                slot(),
                generation(),
                process.pid(),
                state,
                startedAt,
                of.program().snapshot(),
                archiveSeen,
                managementPort,
                usage.heapBytes());
    }
}
