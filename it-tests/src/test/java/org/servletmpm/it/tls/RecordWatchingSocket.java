package org.servletmpm.it.tls;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Watches the TLS records that another socket receives. Java's TLS takes an end without
 * close_notify for a good one; the last record shows which it was.
 */
final class RecordWatchingSocket extends SocketWrapper {

    private static final int HEADER = 5;
    private static final int ALERT = 21;

    /**
     * The length in TLS 1.3, which shows no types: level and description, type, the JDK's padding,
     * authentication tag.
     */
    private static final int ENCRYPTED_ALERT = 2 + 1 + 16 + 16;

    private final int[] header = new int[HEADER];
    private final OutputStream out;
    private int inHeader;
    private int length;
    private int inRecord;

    private RecordWatchingSocket(Socket socket) throws IOException {
        super(socket);
        out = socket.getOutputStream();
    }

    /**
     * @param place where the new one is put, for the test that asks it
     */
    static RecordWatchingSocket of(Socket socket, AtomicReference<RecordWatchingSocket> place)
            throws IOException {
        RecordWatchingSocket watched = new RecordWatchingSocket(socket);
        place.set(watched);
        return watched;
    }

    /**
     * @return whether the last thing that came, as a whole, was an alert, such as close_notify
     */
    boolean endsWithAlert() {
        return inHeader == 0 && inRecord == 0 && (header[0] == ALERT || length == ENCRYPTED_ALERT);
    }

    private void came(int value) {
        if (inRecord > 0) {
            inRecord--;
            return;
        }
        header[inHeader++] = value;
        if (inHeader == HEADER) {
            inHeader = 0;
            length = header[3] << 8 | header[4];
            inRecord = length;
        }
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                int value = super.read();
                if (value >= 0) {
                    came(value);
                }
                return value;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int count = super.read(bytes, from, length);
                for (int i = 0; i < count; i++) {
                    came(bytes[from + i] & 0xff);
                }
                return count;
            }
        };
    }
}
