package org.servletmpm.tomcat;

import org.apache.coyote.Request;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.servletmpm.connection.RequestLine;

/** Shows a request to the status page. The thread that begins the request reads it. */
record CoyoteRequestLine(Request request, SocketWrapperBase<?> socket) implements RequestLine {

    @Override
    public String client() {
        return socket.getRemoteAddr();
    }

    @Override
    public String protocol() {
        return request.protocol().toString();
    }

    @Override
    public String host() {
        return request.serverName().toString();
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String target() {
        String path = request.requestURI().toString();
        return request.queryString().isNull() ? path : path + "?" + request.queryString();
    }
}
