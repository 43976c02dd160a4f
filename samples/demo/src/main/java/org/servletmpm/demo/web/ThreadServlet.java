package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.servletmpm.connection.ConnectionInfo;
import org.servletmpm.connection.WorkerIdentity;

/**
 * {@code /thread}: which worker of which child runs this request, and the how-manieth it is on its
 * connection; null for what the container's own connector does not know.
 */
final class ThreadServlet extends Page {
    private static final long serialVersionUID = 1L;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Thread thread = Thread.currentThread();
        WorkerIdentity worker = thread instanceof WorkerIdentity identity ? identity : null;
        ConnectionInfo connection =
                request.getAttribute(ConnectionInfo.ATTRIBUTE) instanceof ConnectionInfo info
                        ? info
                        : null;
        Json json =
                new Json()
                        .add("threadId", thread.getId())
                        .add("threadName", thread.getName())
                        .add("slot", worker == null ? null : worker.slot())
                        .add("generation", worker == null ? null : worker.generation())
                        .add("worker", worker == null ? null : worker.worker())
                        .add("connection", connection == null ? null : connection.id())
                        .add("request", connection == null ? null : connection.requests())
                        .add("clientPort", request.getRemotePort())
                        .add("protocol", request.getProtocol());
        send(response, Json.TYPE, json.text());
    }
}
