package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * {@code POST /echo}: sends the body back while it arrives, chunked: what has been read is with the
 * client before the next read blocks.
 */
final class EchoServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String OCTETS = "application/octet-stream";

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String type = request.getContentType();
        response.setContentType(type == null ? OCTETS : type);
        InputStream in = request.getInputStream();
        OutputStream out = response.getOutputStream();
        byte[] buffer = new byte[8192];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            out.write(buffer, 0, length);
            out.flush();
        }
        // An empty body too is answered chunked: committed before its length is known.
        out.flush();
    }
}
