package org.servletmpm.jetty;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.servletmpm.connection.RequestLine;

/** A request as the status page shows it. Read in the thread that begins it. */
record JettyLine(Request request) implements RequestLine {

    @Override
    public String client() {
        return Request.getRemoteAddr(request);
    }

    @Override
    public String protocol() {
        return request.getConnectionMetaData().getHttpVersion().asString();
    }

    @Override
    public String host() {
        return request.getHttpURI().getHost();
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String target() {
        HttpURI uri = request.getHttpURI();
        return uri.getPathQuery();
    }
}
