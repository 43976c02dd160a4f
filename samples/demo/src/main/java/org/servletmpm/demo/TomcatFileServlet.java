package org.servletmpm.demo;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.Globals;
import org.apache.catalina.WebResourceRoot;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.webresources.DirResourceSet;
import org.servletmpm.demo.web.SizedFiles;

/** {@code /file} by Tomcat's own means: ranges, sendfile, ETag. */
final class TomcatFileServlet extends DefaultServlet {
    private static final long serialVersionUID = 1L;

    private final transient SizedFiles files;

    TomcatFileServlet(SizedFiles files) {
        this.files = files;
    }

    /** When the first file is asked for: the context has a directory that is gone by then. */
    @Override
    public void init() throws ServletException {
        WebResourceRoot root =
                (WebResourceRoot) getServletContext().getAttribute(Globals.RESOURCES_ATTR);
        try {
            String directory = files.directory().toString();
            root.addPostResources(new DirResourceSet(root, "/", directory, "/"));
        } catch (IOException e) {
            throw new ServletException("no directory for files", e);
        }
        super.init();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (files.prepare(request, response)) {
            super.service(request, response);
        }
    }

    @Override
    protected String getRelativePath(HttpServletRequest request, boolean allowEmptyPath) {
        return SizedFiles.path(request);
    }
}
