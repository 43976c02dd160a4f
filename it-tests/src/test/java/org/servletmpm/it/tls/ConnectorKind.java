package org.servletmpm.it.tls;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The connector that a scenario runs on. */
enum ConnectorKind {
    TOMCAT_STOCK,
    TOMCAT_PREFORK,
    TOMCAT_WORKER,
    TOMCAT_EVENT,
    JETTY_STOCK,
    JETTY_PREFORK,
    JETTY_WORKER,
    JETTY_EVENT;

    /** For scenarios about what only one container has. */
    static final String TOMCATS = "TOMCAT_.*";

    static final String JETTYS = "JETTY_.*";

    /** Connections that this kind serves at the same time, whatever they do. */
    static final int WORKERS = 8;

    /** Whether a connection that waits for its client holds a thread. */
    boolean isBound() {
        return isPrefork() || name().endsWith("WORKER");
    }

    boolean isTomcat() {
        return name().startsWith("TOMCAT");
    }

    boolean isStock() {
        return name().endsWith("STOCK");
    }

    boolean isPrefork() {
        return name().endsWith("PREFORK");
    }

    /** As the attribute is written; not of a stock connector. */
    String model() {
        return name().substring(name().indexOf('_') + 1).toLowerCase(Locale.ROOT);
    }

    /** Directives of a model's connector by name. */
    Map<String, String> directives() {
        Map<String, String> directives = new LinkedHashMap<>();
        directives.put("maxRequestWorkers", String.valueOf(WORKERS));
        if (isPrefork()) {
            directives.put("startServers", String.valueOf(WORKERS));
            directives.put("maxSpareServers", String.valueOf(WORKERS));
        } else {
            directives.put("startServers", "2");
            directives.put("threadsPerChild", String.valueOf(WORKERS / 2));
        }
        return directives;
    }
}
