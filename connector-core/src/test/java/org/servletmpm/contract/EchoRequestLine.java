package org.servletmpm.contract;

import org.servletmpm.connection.RequestLine;

/** What the status page says of a request that is one byte. */
record EchoRequestLine(byte request) implements RequestLine {

    @Override
    public String client() {
        return "127.0.0.1";
    }

    @Override
    public String protocol() {
        return "echo";
    }

    @Override
    public String host() {
        return "localhost";
    }

    @Override
    public String method() {
        return "ECHO";
    }

    @Override
    public String target() {
        return "/" + (char) request;
    }
}
