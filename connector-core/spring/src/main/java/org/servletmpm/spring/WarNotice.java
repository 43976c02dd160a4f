package org.servletmpm.spring;

import java.lang.System.Logger.Level;
import org.springframework.beans.factory.InitializingBean;

/**
 * Warns once, at the start, that the properties have no effect in a server that the application
 * does not start.
 */
final class WarNotice implements InitializingBean {

    private static final System.Logger LOG = System.getLogger(WarNotice.class.getName());

    private final MpmProperties properties;

    WarNotice(MpmProperties properties) {
        this.properties = properties;
    }

    @Override
    public void afterPropertiesSet() {
        if (properties.isEnabled()) {
            LOG.log(
                    Level.WARNING,
                    "{0}: without effect, this application is deployed as a WAR and the connector is"
                            + " its container''s. Choose the model there: in Tomcat''s"
                            + " conf/server.xml with <Connector"
                            + " protocol=\"org.servletmpm.tomcat.MpmHttp11Protocol\""
                            + " mpm=\"event\"/>, in a jetty-base with the module mpm-http and"
                            + " start.d/mpm.ini. mpm.enabled=false ends this warning.",
                    String.join(", ", properties.written()));
        }
    }
}
