package org.servletmpm.demo.web;

import jakarta.servlet.Servlet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.servletmpm.servlet.StatusServlet;

/** The demo's web application: which servlet answers which path, the same on both containers. */
public final class Pages {
    private Pages() {}

    /**
     * New servlets by URL pattern; each belongs to the server it is made for.
     *
     * @param container the name and version that {@code /} shows
     * @param model what {@code /} says this server runs as
     */
    public static Map<String, Servlet> servlets(String container, String model) {
        Map<String, Servlet> servlets = new LinkedHashMap<>();
        servlets.put("", new IndexServlet(container, model));
        servlets.put("/hello", new HelloServlet());
        servlets.put("/big", new BigServlet());
        servlets.put("/sleep", new SleepServlet());
        servlets.put("/echo", new EchoServlet());
        servlets.put("/upload", new UploadServlet());
        servlets.put("/thread", new ThreadServlet());
        servlets.put("/error", new ErrorServlet());
        servlets.put("/interrupt", new InterruptServlet());
        servlets.put("/server-status", new StatusServlet());
        return servlets;
    }
}
