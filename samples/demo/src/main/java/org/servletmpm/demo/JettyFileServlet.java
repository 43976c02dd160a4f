package org.servletmpm.demo;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jetty.ee11.servlet.ResourceServlet;
import org.servletmpm.demo.web.SizedFiles;

/** {@code /file} by Jetty's own means: ranges, mapped files, ETag. */
final class JettyFileServlet extends ResourceServlet {
    private static final long serialVersionUID = 1L;

    private final transient SizedFiles files;

    JettyFileServlet(SizedFiles files) {
        this.files = files;
    }

    /** Asked for when the first file is: there is no directory before. */
    @Override
    public String getInitParameter(String name) {
        return switch (name) {
            case "baseResource" -> directory();
            case "etags" -> "true";
            default -> super.getInitParameter(name);
        };
    }

    private String directory() {
        try {
            return files.directory().toUri().toString();
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for files", e);
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (files.prepare(request, response)) {
            super.service(request, response);
        }
    }

    @Override
    protected String getEncodedPathInContext(HttpServletRequest request, boolean included) {
        return SizedFiles.path(request);
    }
}
