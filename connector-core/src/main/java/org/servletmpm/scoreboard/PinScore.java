package org.servletmpm.scoreboard;

import static org.servletmpm.scoreboard.Layout.WORKER_PIN;
import static org.servletmpm.scoreboard.Layout.WORKER_PIN_TEXT;
import static org.servletmpm.scoreboard.Layout.getLong;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Publishes what has pinned a worker to its connection. The worker's thread writes, any thread
 * reads.
 *
 * <p>One word holds a number that changes with each text, and the text's length, which is 0 without
 * a text and while one is written. A reader that finds the word unchanged has read the whole text.
 */
final class PinScore {
    private static final int WIDTH = 128;

    private final ByteBuffer records;
    private final int record;
    private final TextField field;

    PinScore(ByteBuffer records, int record) {
        this.records = records;
        this.record = record;
        this.field = new TextField(records);
    }

    void publish(String by) {
        clear(records, record);
        if (!by.isEmpty()) {
            // A reader that sees any of what follows also sees that the earlier text is over.
            VarHandle.releaseFence();
            int at = record + WORKER_PIN_TEXT;
            word(records, record, field.at(at, WIDTH).append(by).end() - at);
        }
    }

    /** Leaves the record without a text. */
    static void clear(ByteBuffer records, int record) {
        word(records, record, 0);
    }

    private static void word(ByteBuffer records, int record, int length) {
        long number = (getLong(records, record + WORKER_PIN) >>> Integer.SIZE) + 1;
        Layout.LONG.setRelease(records, record + WORKER_PIN, number << Integer.SIZE | length);
    }

    /**
     * @return empty where there is no text, or it changed while it was read
     */
    static String read(ByteBuffer records, int record) {
        long word = (long) Layout.LONG.getAcquire(records, record + WORKER_PIN);
        int length = Math.min((int) word, WIDTH);
        if (length <= 0) {
            return "";
        }
        String by = TextField.read(records, record + WORKER_PIN_TEXT, length);
        VarHandle.acquireFence();
        return getLong(records, record + WORKER_PIN) == word ? by : "";
    }
}
