package org.servletmpm.jetty;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.servletmpm.connection.RequestLine;

/** Shows a request to the status page. The thread that begins the request reads it. */
class JettyRequestLine extends Request.Wrapper implements RequestLine {

    JettyRequestLine(Request request) {
        super(request);
    }

    @Override
    public String client() {
        return Request.getRemoteAddr(this);
    }

    @Override
    public final String protocol() {
        return getConnectionMetaData().getHttpVersion().asString();
    }

    @Override
    public final String host() {
        return getHttpURI().getHost();
    }

    @Override
    public final String method() {
        return getMethod();
    }

    @Override
    public final String target() {
        HttpURI uri = getHttpURI();
        return uri.getPathQuery();
    }
}
