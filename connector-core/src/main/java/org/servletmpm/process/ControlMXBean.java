package org.servletmpm.process;

import java.util.Map;

/**
 * Shows a control in JMX, as {@code org.servletmpm:type=Mpm,name="http-8080"}: what an engine in
 * one JVM shows there that is not a figure. The status pages find the scoreboard of all children
 * here.
 */
public interface ControlMXBean {

    /** The model: prefork, worker or event. */
    String getModel();

    /** The address that is listened on, {@code *} for all. */
    String getAddress();

    /** The port that is listened on. */
    int getPort();

    /** What this process is; the container's name is the children's. */
    String getServerInfo();

    /** What takes effect, by directive. */
    Map<String, String> getDirectives();

    /** Where written values come from, by directive; the others are defaults. */
    Map<String, String> getDirectiveOrigins();
}
