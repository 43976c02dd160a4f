package org.servletmpm.scoreboard;

import static org.servletmpm.scoreboard.Layout.WORKER_TEXT;
import static org.servletmpm.scoreboard.Layout.WORKER_TEXTS;
import static org.servletmpm.scoreboard.Layout.getLong;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Publishes the text of a worker's record. The worker's thread writes, any thread reads.
 *
 * <p>A record has two places for a text, used in turn. One word holds the number of the current
 * text (its last bit says which place that is in) and the lengths of its fields; storing the word
 * replaces one text by the next. So a reader that finds the word unchanged has read one whole text,
 * and a writer that is suspended, or dies, half way through has not touched the current text.
 */
final class TextScore {
    private static final int CLIENT = 48;
    private static final int PROTOCOL = 16;
    private static final int HOST = 64;
    private static final int REQUEST = 128;
    private static final int PLACE = CLIENT + PROTOCOL + HOST + REQUEST;

    /** A reader begins again this often because of a new text: no request is that short. */
    private static final int ATTEMPTS = 8;

    private final ByteBuffer records;
    private final int record;
    private final TextField field;

    TextScore(ByteBuffer records, int record) {
        this.records = records;
        this.record = record;
        this.field = new TextField(records);
    }

    void describe(String client, String protocol, String host, String method, String target) {
        int number = number(records, record) + 1;
        int at = place(record, number);
        // A reader that sees any of what follows also sees that the text before the last is over.
        VarHandle.releaseFence();
        int lengths = field.at(at, CLIENT).append(client).end() - at;
        at += CLIENT;
        lengths |= field.at(at, PROTOCOL).append(protocol).end() - at << Byte.SIZE;
        at += PROTOCOL;
        lengths |= field.at(at, HOST).append(host).end() - at << 2 * Byte.SIZE;
        at += HOST;
        lengths |= request(at, method, target, protocol) - at << 3 * Byte.SIZE;
        publish(records, record, number, lengths);
    }

    private int request(int at, String method, String target, String protocol) {
        field.at(at, REQUEST).append(method);
        if (!target.isEmpty()) {
            field.append(" ").append(target);
        }
        int withoutProtocol = method.length() + 1 + target.length();
        if (!protocol.isEmpty() && withoutProtocol + 1 + protocol.length() <= REQUEST) {
            field.append(" ").append(protocol);
        }
        return field.end();
    }

    /** Leaves the record without a text. */
    static void clear(ByteBuffer records, int record) {
        publish(records, record, number(records, record) + 1, 0);
    }

    /**
     * @return the current text; none if it was replaced each time while it was read
     */
    static RequestText read(ByteBuffer records, int record) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long word = (long) Layout.LONG.getAcquire(records, record + WORKER_TEXT);
            if ((int) word == 0) {
                return RequestText.NONE;
            }
            int at = place(record, (int) (word >>> Integer.SIZE));
            RequestText text =
                    new RequestText(
                            read(records, at, word, 0, CLIENT),
                            read(records, at += CLIENT, word, 1, PROTOCOL),
                            read(records, at += PROTOCOL, word, 2, HOST),
                            read(records, at += HOST, word, 3, REQUEST));
            VarHandle.acquireFence();
            if (getLong(records, record + WORKER_TEXT) == word) {
                return text;
            }
        }
        return RequestText.NONE;
    }

    private static String read(ByteBuffer records, int at, long word, int field, int width) {
        int length = (int) (word >>> field * Byte.SIZE) & 0xff;
        return length == 0 ? "" : TextField.read(records, at, Math.min(length, width));
    }

    private static int number(ByteBuffer records, int record) {
        return (int) (getLong(records, record + WORKER_TEXT) >>> Integer.SIZE);
    }

    private static int place(int record, int number) {
        return record + WORKER_TEXTS + (number & 1) * PLACE;
    }

    private static void publish(ByteBuffer records, int record, int number, int lengths) {
        long word = (long) number << Integer.SIZE | Integer.toUnsignedLong(lengths);
        Layout.LONG.setRelease(records, record + WORKER_TEXT, word);
    }
}
