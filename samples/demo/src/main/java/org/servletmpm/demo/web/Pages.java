package org.servletmpm.demo.web;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.servletmpm.demo.compare.ComparedServer;
import org.servletmpm.demo.compare.Comparison;
import org.servletmpm.servlet.StatusServlet;

/**
 * The demo's web application: what answers which path, the same on both containers. Each belongs to
 * the server it is made for, and has threads that end with that.
 */
public final class Pages {
    private final SizedFiles files = new SizedFiles();
    private final Comparison comparison;

    /** Ends asynchronous requests; whatever it runs does not block. */
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "demo-timer"));

    /** One thread for each WebSocket that is being pushed to. */
    private final ExecutorService pushers =
            Executors.newCachedThreadPool(task -> daemon(task, "demo-push"));

    /**
     * @param compared servers that {@code /} compares
     */
    public Pages(ComparedServer.Source compared) {
        this.comparison = new Comparison(compared);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        // Not that of the request which needs it first: Tomcat would report it as a leak.
        thread.setContextClassLoader(Pages.class.getClassLoader());
        return thread;
    }

    /**
     * New servlets by URL pattern. All of them need support for asynchronous requests.
     *
     * @param container the name and version that {@code /} shows
     * @param model what {@code /} says this server runs as
     * @param fileServlet makes the container's own servlet that sends files
     */
    public Map<String, Servlet> servlets(
            String container, String model, Function<SizedFiles, Servlet> fileServlet) {
        Map<String, Servlet> servlets = new LinkedHashMap<>();
        servlets.put("", new IndexServlet(container, model, comparison));
        servlets.put("/hello", new HelloServlet());
        servlets.put("/big", new BigServlet());
        servlets.put("/file/*", fileServlet.apply(files));
        servlets.put("/sleep", new SleepServlet());
        servlets.put("/mixed", new MixedServlet());
        servlets.put("/spin", new SpinServlet());
        servlets.put("/echo", new EchoServlet());
        servlets.put("/upload", new UploadServlet());
        servlets.put("/trailers", new TrailersServlet());
        servlets.put("/early", new EarlyServlet());
        servlets.put("/async", new AsyncServlet(timer));
        servlets.put("/nonblocking", new NonblockingServlet());
        servlets.put("/latch", new LatchServlet());
        servlets.put("/sse", new SseServlet(timer));
        servlets.put("/ws", new UpgradeRequiredServlet());
        servlets.put("/thread", new ThreadServlet());
        servlets.put("/pinned", new ThreadServlet());
        servlets.put("/error", new ErrorServlet());
        servlets.put("/interrupt", new InterruptServlet());
        servlets.put("/leak", new LeakServlet());
        servlets.put("/exit", new ExitServlet());
        servlets.put("/server-status", new StatusServlet());
        return servlets;
    }

    /** New filters by URL pattern, for asynchronous requests too. */
    public Map<String, Filter> filters() {
        return Map.of("/pinned", new PinningFilter());
    }

    /** {@code /ws} for who asks with an upgrade. */
    public ServerEndpointConfig webSocket() {
        return ServerEndpointConfig.Builder.create(ChatterEndpoint.class, "/ws")
                .configurator(new ChatterConfigurator(pushers))
                .build();
    }

    /** After the container has stopped: nobody asks for anything any more. */
    public void end() throws IOException {
        comparison.close();
        timer.shutdownNow();
        pushers.shutdownNow();
        files.delete();
    }
}
