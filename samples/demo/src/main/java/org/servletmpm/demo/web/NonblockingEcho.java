package org.servletmpm.demo.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/**
 * Sends a body back while it arrives; what has been read is with the client before more is read.
 * Called by the container, never twice at a time.
 */
final class NonblockingEcho implements ReadListener, WriteListener {
    private final AsyncContext async;
    private final ServletInputStream in;
    private final ServletOutputStream out;
    private final byte[] buffer = new byte[8192];

    /** Bytes read and not yet written. */
    private int length;

    /** Written and not yet flushed. */
    private boolean held;

    private boolean ended;

    NonblockingEcho(AsyncContext async) throws IOException {
        this.async = async;
        this.in = async.getRequest().getInputStream();
        this.out = async.getResponse().getOutputStream();
    }

    void start() {
        in.setReadListener(this);
        out.setWriteListener(this);
    }

    @Override
    public void onDataAvailable() throws IOException {
        pump();
    }

    @Override
    public void onAllDataRead() throws IOException {
        pump();
    }

    @Override
    public void onWritePossible() throws IOException {
        pump();
    }

    /**
     * Goes on as far as neither side would block. The side that is asked last and says no is the
     * one that calls back.
     */
    private void pump() throws IOException {
        while (!ended && out.isReady()) {
            if (length > 0) {
                out.write(buffer, 0, length);
                length = 0;
                held = true;
            } else if (held) {
                out.flush();
                held = false;
            } else if (in.isFinished()) {
                end();
            } else if (in.isReady()) {
                length = Math.max(0, in.read(buffer));
            } else {
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failed) {
        end();
    }

    private void end() {
        if (!ended) {
            ended = true;
            AsyncAnswer.complete(async);
        }
    }
}
