package org.servletmpm.it.tls;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.TrustingTls;

/**
 * Another socket, which looks at the TLS records that come. Java's TLS takes an end without
 * close_notify for a good one; in TLS 1.2 the type of the last record shows which it was.
 */
final class RecordWatchingSocket extends SocketWrapper {

    private static final int HEADER = 5;
    private static final int ALERT = 21;

    private final int[] header = new int[HEADER];
    private final OutputStream out;
    private int inHeader;
    private int inRecord;

    private RecordWatchingSocket(Socket socket) throws IOException {
        super(socket);
        out = socket.getOutputStream();
    }

    /** Connects and shakes hands. */
    static RawConnection open(int port, AtomicReference<RecordWatchingSocket> place)
            throws IOException {
        RawConnection connection =
                RawConnection.open(
                        port,
                        0,
                        tcp -> {
                            RecordWatchingSocket records = new RecordWatchingSocket(tcp);
                            place.set(records);
                            SSLSocket socket =
                                    (SSLSocket)
                                            TrustingTls.context()
                                                    .getSocketFactory()
                                                    .createSocket(records, "localhost", port, true);
                            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                            socket.setSoTimeout(RawConnection.PATIENCE);
                            return socket;
                        });
        ((SSLSocket) connection.socket()).startHandshake();
        return connection;
    }

    /**
     * @return whether the last thing that came, as a whole, was an alert, such as close_notify
     */
    boolean endsWithAlert() {
        return inHeader == 0 && inRecord == 0 && header[0] == ALERT;
    }

    private void came(int value) {
        if (inRecord > 0) {
            inRecord--;
            return;
        }
        header[inHeader++] = value;
        if (inHeader == HEADER) {
            inHeader = 0;
            inRecord = header[3] << 8 | header[4];
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
