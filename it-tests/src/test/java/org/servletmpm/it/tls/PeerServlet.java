package org.servletmpm.it.tls;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;

/**
 * Answers who the client has proved to be, and how many bytes it has sent; {@code ?size=N} appends
 * that many bytes more.
 */
final class PeerServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private static final String CERTIFICATE = "jakarta.servlet.request.X509Certificate";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        long received = request.getInputStream().readAllBytes().length;
        String answer = name(request) + " " + received;
        String size = request.getParameter("size");
        int more = size == null ? 0 : Integer.parseInt(size);
        response.setContentLength(answer.length() + more);
        response.getOutputStream().print(answer);
        byte[] piece = new byte[8192];
        for (int left = more; left > 0; left -= piece.length) {
            response.getOutputStream().write(piece, 0, Math.min(left, piece.length));
        }
    }

    private static String name(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATE) instanceof X509Certificate[] chain
                ? chain[0].getSubjectX500Principal().getName()
                : "nobody";
    }
}
