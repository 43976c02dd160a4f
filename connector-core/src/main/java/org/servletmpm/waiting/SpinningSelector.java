package org.servletmpm.waiting;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A selector that does not go to sleep for what comes in a moment, and the protocol by which others
 * wake its thread. Everything but {@link #wake} and {@link #wakeIfWaiting} runs in the one thread
 * that uses it at the time.
 *
 * <p>A client that has its answer and sends its next request at once is there again after some ten
 * microseconds; falling asleep and being woken takes as long, and the connectors of the containers
 * spend that time on handing the connection from thread to thread. So a thread whose last {@value
 * #IN_A_ROW} waits were all shorter than {@link #SHORT} looks again and again for up to {@link
 * #SPIN} before it sleeps. Where waits are longer, it looks once.
 */
final class SpinningSelector implements Closeable {

    /** A shorter wait is short, ns, with falling asleep and being woken. */
    private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(100);

    /** After so many short waits the next one is expected to be short, too. */
    private static final int IN_A_ROW = 8;

    /** It looks for so long before it sleeps, ns. */
    private static final long SPIN = TimeUnit.MICROSECONDS.toNanos(50);

    /** With one processor a thread that looks keeps the one from working that it looks for. */
    private static final boolean LOOKS = Runtime.getRuntime().availableProcessors() > 1;

    /** So many keys a selector tells at once at least, if they are ready. */
    private static final int IN_ONE_SELECT = 256;

    private final Selector selector;

    /** The number of short waits since one was not. */
    private int shortWaits;

    /** Not left to the selector: looking takes a wake-up from it without a trace. */
    private final WakeUp wakeUp = new WakeUp();

    SpinningSelector() throws IOException {
        this.selector = Selector.open();
    }

    /**
     * @return for registering with, and for waits that nobody expects to be short
     */
    Selector selector() {
        return selector;
    }

    /**
     * Waits until something is ready, the time is over, or somebody wakes; also once after that.
     *
     * @param ready told of each key that is
     * @param millis 0 for no end
     */
    void select(Consumer<SelectionKey> ready, long millis) throws IOException {
        long begun = LOOKS ? System.nanoTime() : 0;
        if (shortWaits >= IN_A_ROW && looks(ready, begun)) {
            return;
        }
        if (wakeUp.takeWoken()) {
            selector.selectNow(ready);
        } else {
            selector.select(ready, millis);
            shortWaits = LOOKS && System.nanoTime() - begun < SHORT ? shortWaits + 1 : 0;
        }
    }

    /**
     * @return whether something was ready
     */
    private boolean looks(Consumer<SelectionKey> ready, long begun) throws IOException {
        while (!wakeUp.isWoken()) {
            if (selector.selectNow(ready) > 0) {
                return true;
            }
            if (System.nanoTime() - begun > SPIN) {
                shortWaits = 0;
                return false;
            }
            // Others may be ready to run: the client, or a neighbour that looks for its own.
            Thread.yield();
        }
        return false;
    }

    /**
     * As {@link #select}, without waiting.
     *
     * @return whether something was ready
     */
    boolean selectNow(Consumer<SelectionKey> ready) throws IOException {
        return selector.selectNow(ready) > 0;
    }

    /** Looks, without waiting, until all that was ready at its beginning has been told. */
    void selectAllNow(Consumer<SelectionKey> ready) throws IOException {
        int selects = 1 + selector.keys().size() / IN_ONE_SELECT;
        for (int i = 0; i < selects && selectNow(ready); i++) {
            // The next ones: the kernel begins with those that it has not told.
        }
    }

    /** {@link WakeUp#beginWaiting}. */
    void beginWaiting() {
        wakeUp.beginWaiting();
    }

    /** {@link WakeUp#endWaiting}. */
    void endWaiting() {
        wakeUp.endWaiting();
    }

    /**
     * Something was left for the thread. Any thread.
     *
     * @return whether it waits, and has been woken; if not, it sees that only when it next looks
     */
    boolean wakeIfWaiting() {
        boolean waits = wakeUp.isWaiting();
        if (waits && !wakeUp.isWoken()) {
            wake();
        }
        return waits;
    }

    /** Ends the current wait, or the next one. Any thread. */
    void wake() {
        wakeUp.wake();
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
