package org.servletmpm.demo.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /big?bytes=N&chunk=8192&delay=0}: a body of known content in blocking writes of {@code
 * chunk} bytes, with {@code delay} ms between them; byte i is i mod 251.
 */
final class BigServlet extends Page {
    private static final long serialVersionUID = 1L;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        Query query = Query.of(request.getParameterMap(), "bytes", "chunk", "delay");
        long bytes = query.number("bytes", 1 << 20, 0, 1L << 40);
        int chunk = (int) query.number("chunk", 8192, 1, Pattern251.MOST);
        long delay = query.number("delay", 0, 0, 60_000);
        response.setContentType("application/octet-stream");
        response.setContentLengthLong(bytes);
        ServletOutputStream out = response.getOutputStream();
        for (long sent = 0; sent < bytes; sent += chunk) {
            int length = (int) Math.min(chunk, bytes - sent);
            Pattern251.write(out, sent, length);
            if (delay > 0 && sent + length < bytes) {
                // Without it the container's buffer would hold back what the client waits for.
                out.flush();
                Pauses.pause(delay);
            }
        }
    }
}
