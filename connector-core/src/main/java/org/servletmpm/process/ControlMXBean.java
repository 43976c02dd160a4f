package org.servletmpm.process;

import java.util.List;
import java.util.Map;
import org.servletmpm.status.Description;

/**
 * Shows a control in JMX, as {@code org.servletmpm:type=Mpm,name="http-8080"}, with the attributes
 * of an engine in one JVM, {@link org.servletmpm.status.Metrics} of all children included, and with
 * its children.
 */
public interface ControlMXBean {

    @Description("The model: prefork, worker or event.")
    String getModel();

    @Description("The address that is listened on, * for all.")
    String getAddress();

    @Description("The port that is listened on.")
    int getPort();

    @Description("What this process is; the container's name is the children's.")
    String getServerInfo();

    @Description("The values that take effect, by directive.")
    Map<String, String> getDirectives();

    @Description("The origins of written values, by directive; the others are defaults.")
    Map<String, String> getDirectiveOrigins();

    @Description("True while no child accepts.")
    boolean isPaused();

    @Description("True from the beginning of a stop.")
    boolean isDraining();

    @Description(
            "Connections that wait in the kernel to be accepted; -1 where the system does not tell.")
    int getListenQueue();

    @Description("The children there are, by slot.")
    List<ChildBean> getChildren();

    /**
     * Shows the status of all children.
     *
     * @param query {@code json}, {@code auto}, {@code openmetrics}, or {@code text} for a few lines
     * @throws IllegalArgumentException when it is another one
     */
    @Description("Shows the status of all children.")
    String status(@Description("json, auto, openmetrics, or text for a few lines.") String query);
}
