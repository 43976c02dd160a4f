package org.servletmpm.demo.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@code POST /upload}: reads the whole body and answers with its length and its SHA-256. */
final class UploadServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        MessageDigest digest = sha256();
        InputStream in = request.getInputStream();
        byte[] buffer = new byte[8192];
        long bytes = 0;
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            digest.update(buffer, 0, length);
            bytes += length;
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        Page.send(response, Json.TYPE, new Json().add("bytes", bytes).add("sha256", hash).text());
    }

    private static MessageDigest sha256() throws ServletException {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new ServletException("every Java has SHA-256", impossible);
        }
    }
}
