package org.servletmpm.tomcat;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Constants;
import org.apache.tomcat.util.http.Method;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionInfo;

/**
 * Completes the header of an HTTP/1 response with a body just before Tomcat writes it: says that
 * the connection ends, and sees that a client can tell the whole body from a part of it. Runs in
 * the thread that writes the header.
 */
final class ResponseFraming {

    private static final Supplier<Map<String, String>> NO_TRAILERS = Map::of;

    private ResponseFraming() {}

    /**
     * @return the connection of an HTTP/1 request; null for any other
     */
    static Connection connection(Request request) {
        return request.getAttribute(ConnectionInfo.ATTRIBUTE) instanceof Connection connection
                        && request.protocol().startsWithIgnoreCase("HTTP/1.", 0)
                ? connection
                : null;
    }

    /** Before Tomcat decides about compression. The connection's child may leave by now. */
    static void begin(Response response, Connection connection) {
        if (connection.isDraining()) {
            response.getMimeHeaders().setValue("Connection").setString("close");
        }
        if (response.getTrailerFields() == NO_TRAILERS) {
            // The header was too long to be sent, and this is the error page.
            response.setTrailerFields(null);
        }
    }

    /**
     * After Tomcat has decided about compression: a response without length is chunked. Tomcat
     * leaves that out when the header says {@code Connection: close}, unless there are trailers; it
     * is told of trailers, and there are none. An error page has chunks already where the header
     * before it was too long to be sent.
     *
     * @param mayBeRestricted whether Tomcat answers some clients in HTTP/1.0
     */
    static void end(
            Request request, Response response, Connection connection, boolean mayBeRestricted) {
        if (response.getContentLengthLong() >= 0 || Method.HEAD.equals(request.getMethod())) {
            return;
        }
        boolean chunks = request.protocol().equals(Constants.HTTP_11);
        if (chunks
                && response.getTrailerFields() == null
                && response.getMimeHeaders().getHeader("Transfer-Encoding") == null) {
            response.setTrailerFields(NO_TRAILERS);
        }
        if (!chunks || mayBeRestricted) {
            ((TomcatHandler) connection.handler()).openEnded();
        }
    }
}
