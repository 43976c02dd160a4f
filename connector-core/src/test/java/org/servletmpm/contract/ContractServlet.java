package org.servletmpm.contract;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionInfo;

/** The application in a container of servlets: mapped to {@code /*}, with asynchronous support. */
public final class ContractServlet extends HttpServlet implements Application {

    private static final String POST_WITHOUT_BODY =
            "POST /refuse HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n";

    private transient volatile AsyncContext suspended;

    @Override
    public byte[] bytes(Request request) {
        String path = "/" + request.name().toLowerCase(Locale.ROOT);
        String text =
                switch (request) {
                    case STREAM -> "GET " + path + " HTTP/1.0\r\n\r\n";
                    case LAST ->
                            "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
                    case REFUSE -> POST_WITHOUT_BODY;
                    default -> "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
                };
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Connection connection = (Connection) request.getAttribute(ConnectionInfo.ATTRIBUTE);
        switch (Request.valueOf(request.getPathInfo().substring(1).toUpperCase(Locale.ROOT))) {
            case ANSWER, LAST -> answer(response, 1);
            case LARGE -> answer(response, LARGE);
            case STREAM -> response.getOutputStream().write(new byte[LARGE]);
            case ABORT -> connection.abort();
            case REFUSE -> {
                response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
                answer(response, 1);
            }
            case PIN -> {
                connection.pin(PINNED_BY);
                answer(response, 1);
            }
            case SUSPEND -> {
                AsyncContext async = request.startAsync();
                async.setTimeout(0);
                suspended = async;
            }
        }
    }

    private static void answer(ServletResponse response, int bytes) throws IOException {
        response.setContentLength(bytes);
        response.getOutputStream().write(new byte[bytes]);
    }

    @Override
    public void answerSuspended() {
        AsyncContext async = suspended;
        try {
            answer(async.getResponse(), 1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        async.complete();
    }
}
