package org.servletmpm.demo.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /nonblocking}: no thread ever waits. POST sends the body back while it arrives; GET with
 * {@code size=N} sends N bytes of {@code /big}'s content.
 */
final class NonblockingServlet extends Page {
    private static final long serialVersionUID = 1L;
    private static final String OCTETS = "application/octet-stream";
    private static final int CHUNK = 8192;

    NonblockingServlet() {
        super("GET", "POST");
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        if (request.getMethod().equals("POST")) {
            Query.ofUrl(request);
            String type = request.getContentType();
            response.setContentType(type == null ? OCTETS : type);
            AsyncContext async = begin(request);
            new NonblockingEcho(async).start();
        } else {
            long size = Query.ofUrl(request, "size").number("size", 1 << 20, 0, 1L << 40);
            response.setContentType(OCTETS);
            response.setContentLengthLong(size);
            AsyncContext async = begin(request);
            ServletOutputStream out = response.getOutputStream();
            out.setWriteListener(new Content(async, out, size));
        }
    }

    /** However slow the client: the connection's own timeouts watch over it. */
    private static AsyncContext begin(HttpServletRequest request) {
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        return async;
    }

    /** Called by the container, never twice at a time. */
    private static final class Content implements WriteListener {
        private final AsyncContext async;
        private final ServletOutputStream out;
        private final long size;
        private long sent;

        Content(AsyncContext async, ServletOutputStream out, long size) {
            this.async = async;
            this.out = out;
            this.size = size;
        }

        @Override
        public void onWritePossible() throws IOException {
            while (out.isReady()) {
                if (sent == size) {
                    async.complete();
                    return;
                }
                int length = (int) Math.min(CHUNK, size - sent);
                Pattern251.write(out, sent, length);
                sent += length;
            }
        }

        @Override
        public void onError(Throwable failed) {
            AsyncAnswer.complete(async);
        }
    }
}
