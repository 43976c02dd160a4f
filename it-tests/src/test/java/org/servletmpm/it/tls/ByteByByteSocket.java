package org.servletmpm.it.tls;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Another socket, whose bytes leave one by one with a little time between them. */
final class ByteByByteSocket extends SocketWrapper {

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final OutputStream out;

    ByteByByteSocket(Socket socket) throws IOException {
        super(socket);
        out = socket.getOutputStream();
    }

    @Override
    public OutputStream getOutputStream() {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                super.write(b);
                // Or the kernel would hand several to the server at once.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        };
    }
}
