package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import org.servletmpm.connection.ConnectionInfo;
import org.servletmpm.connection.WorkerIdentity;

/**
 * {@code /thread}: which worker of which child runs this request, and the how-manieth it is on its
 * connection; null for what the container's own connector does not know. The JDK has all virtual
 * threads in a group of that name.
 */
final class ThreadServlet extends Page {
    private static final long serialVersionUID = 1L;

    /** Servlet 6.1, 3.9: the client's chain, its own first, or null. */
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Thread thread = Thread.currentThread();
        WorkerIdentity worker = WorkerIdentity.of(thread).orElse(null);
        ConnectionInfo connection =
                request.getAttribute(ConnectionInfo.ATTRIBUTE) instanceof ConnectionInfo info
                        ? info
                        : null;
        Json json =
                new Json()
                        .add("threadId", thread.getId())
                        .add("threadName", thread.getName())
                        .add("threadGroup", thread.getThreadGroup().getName())
                        .add("slot", worker == null ? null : worker.slot())
                        .add("generation", worker == null ? null : worker.generation())
                        .add("worker", worker == null ? null : worker.worker())
                        .add("connection", connection == null ? null : connection.id())
                        .add("request", connection == null ? null : connection.requests())
                        .add("clientPort", request.getRemotePort())
                        .add("protocol", request.getProtocol());
        if (request.getAttribute(CERTIFICATES) instanceof X509Certificate[] certificates) {
            json.add("clientCertificate", certificates[0].getSubjectX500Principal().getName());
        }
        send(response, Json.TYPE, json.text());
    }
}
