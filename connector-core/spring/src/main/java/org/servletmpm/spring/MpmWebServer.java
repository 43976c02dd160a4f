package org.servletmpm.spring;

import org.springframework.boot.web.server.WebServerFactory;

/** A connector with a processing model for one of Boot's servers: a bean of its jar. */
public interface MpmWebServer {

    /** Whether it is a connector of that factory's server. */
    boolean serves(WebServerFactory factory);
}
