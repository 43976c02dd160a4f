package org.servletmpm.it.embedded;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;

/**
 * A protocol that says everything back, by listeners; ends with its client. Called by the container
 * (public for it), never twice at a time.
 */
public final class EchoingUpgrade implements HttpUpgradeHandler, ReadListener, WriteListener {

    private final byte[] buffer = new byte[8192];
    private WebConnection connection;
    private ServletInputStream in;
    private ServletOutputStream out;

    /** Read and not yet written. */
    private int length;

    /** Written and not yet flushed. */
    private boolean held;

    @Override
    public void init(WebConnection upgraded) {
        connection = upgraded;
        try {
            in = upgraded.getInputStream();
            out = upgraded.getOutputStream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        in.setReadListener(this);
        out.setWriteListener(this);
    }

    @Override
    public void onDataAvailable() throws IOException {
        pump();
    }

    @Override
    public void onWritePossible() throws IOException {
        pump();
    }

    private void pump() throws IOException {
        while (out.isReady()) {
            if (length > 0) {
                out.write(buffer, 0, length);
                length = 0;
                held = true;
            } else if (held) {
                out.flush();
                held = false;
            } else if (in.isReady()) {
                length = in.read(buffer);
                if (length < 0) {
                    end();
                    return;
                }
            } else {
                return;
            }
        }
    }

    @Override
    public void onAllDataRead() {
        end();
    }

    @Override
    public void onError(Throwable failed) {
        end();
    }

    private void end() {
        try {
            connection.close();
        } catch (Exception gone) {
            // The client was first.
        }
    }

    @Override
    public void destroy() {
        // Has nothing to give back.
    }
}
