package org.servletmpm.engine;

import java.util.Map;
import org.servletmpm.status.Description;

/**
 * Shows an engine in JMX, as {@code org.servletmpm:type=Mpm,name="http-8080"}. Where another engine
 * has that name, because it listens on the same port of another address, the name has the address
 * too: {@code "http-127.0.0.2-8080"}; on a Unix domain socket it has the path instead. The MBean
 * has more attributes than this interface: each of {@link org.servletmpm.status.Metrics}.
 *
 * <p>Inside the JVM there is one more attribute, which is not listed and holds the live scoreboard:
 * the status finds the engines here.
 */
public interface EngineMXBean {

    @Description("The model: prefork, worker or event.")
    String getModel();

    @Description("The address that is listened on, * for all, or a Unix domain socket's path.")
    String getAddress();

    @Description("The port that is listened on; 0 on a Unix domain socket.")
    int getPort();

    @Description("The container's name and version.")
    String getServerInfo();

    @Description("The values that take effect, by directive.")
    Map<String, String> getDirectives();

    @Description("The origins of written values, by directive; the others are defaults.")
    Map<String, String> getDirectiveOrigins();

    @Description("The address of StatusListen, such as 127.0.0.1:9000; empty without it.")
    String getStatusAddress();

    @Description("True while accepting is paused.")
    boolean isPaused();

    @Description("True from the beginning of a stop, a graceful one or not.")
    boolean isDraining();

    @Description("True when a graceful stop has nothing more to wait for.")
    boolean isDrained();

    @Description("One letter for each worker, as mod_status shows them.")
    String getScoreboardLetters();

    /**
     * Shows the status of this JVM's engines, this one first.
     *
     * @param query {@code json}, {@code auto}, {@code openmetrics}, or {@code text} for a few lines
     * @throws IllegalArgumentException when it is another one
     */
    @Description("Shows the status of this JVM's engines, this one first.")
    String status(@Description("json, auto, openmetrics, or text for a few lines.") String query);

    @Description("Takes no new connections until resume; they wait in the kernel's backlog.")
    void pause();

    @Description("Ends a pause.")
    void resume();

    @Description(
            "Begins a graceful stop of the connector: what is queued is accepted and served, then"
                    + " the socket closes. The server goes on without it.")
    void drain();

    /**
     * Restarts gracefully with the directives of a file, which takes the place of the files that
     * were read before.
     *
     * @param file in httpd's syntax, on this machine
     * @return what was corrected or noted, a line each
     * @throws IllegalArgumentException with a line for each error; nothing has changed then
     */
    @Description(
            "Restarts gracefully with the directives of a file; returns what was corrected, a line each.")
    String reload(@Description("A file in httpd's syntax, on this machine.") String file);

    @Description("Restarts gracefully with the directives as they are: all children are replaced.")
    void graceful();
}
