package org.servletmpm.engine;

import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.Scoreboard;

/**
 * What JMX knows of an engine, as {@code org.servletmpm:type=Mpm,name="http-8080"}. The status
 * servlet finds the engines of its JVM here.
 */
public interface EngineMBean {

    /** The effective directives. */
    Directives getDirectives();

    /** The scoreboard, live. */
    Scoreboard getScoreboard();

    /** The port that is listened on. */
    int getPort();

    /** The container's name and version. */
    String getServerInfo();
}
