package org.servletmpm.inherit;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.servletmpm.directive.ConfigurationFile;
import org.servletmpm.directive.ConnectorConfiguration;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Scoreboard;

/**
 * Holds what this JVM has from its control, if it is a child of process mode: the listening socket
 * as standard input, a slot, the scoreboard and the directives. One connector of the JVM has it,
 * the first that asks. Any thread.
 */
public final class Inherited {

    private static final Optional<Inherited> HERE = of(System.getenv());

    private final Map<String, String> environment;
    private final AtomicReference<Object> owner = new AtomicReference<>();

    /** Of the application, where it says so itself; a connector that has started is enough else. */
    private volatile boolean isApplicationReady = true;

    /** Written by the channel to the control. */
    private volatile boolean isFirst;

    /** 0 for none. */
    private volatile int managementPort;

    private Inherited(Map<String, String> environment) {
        this.environment = environment;
    }

    private static Optional<Inherited> of(Map<String, String> environment) {
        return environment.containsKey(Environment.MPM_CONTROL.name())
                ? Optional.of(new Inherited(environment))
                : Optional.empty();
    }

    /**
     * @return whether this JVM is a child of process mode
     */
    public static boolean isHere() {
        return HERE.isPresent();
    }

    /**
     * @return empty if this JVM is no child of process mode
     */
    static Optional<Inherited> here() {
        return HERE;
    }

    /** Says whether the application is ready: a child is not before. */
    public static void applicationReady(boolean ready) {
        HERE.ifPresent(here -> here.isApplicationReady = ready);
    }

    /**
     * @return whether the application is ready, or says nothing of it
     */
    public boolean isApplicationReady() {
        return isApplicationReady;
    }

    /** Says whether this is the first of the children that serve. */
    public void first(boolean is) {
        isFirst = is;
    }

    boolean isFirst() {
        return isFirst;
    }

    void managementPort(int port) {
        managementPort = port;
    }

    /**
     * @return where this child alone can be asked; 0 if it has not said so
     */
    public int managementPort() {
        return managementPort;
    }

    /**
     * Gives the inheritance to a connector, which then accepts from standard input.
     *
     * @return empty if this JVM is no child, or another connector has it
     */
    public static Optional<Inherited> by(Object connector) {
        return HERE.filter(
                here -> here.owner.compareAndSet(null, connector) || here.owner.get() == connector);
    }

    /**
     * @return the inheritance that the socket belongs to; empty if it was opened by this JVM
     */
    public static Optional<Inherited> with(ServerSocketChannel socket) throws IOException {
        return HERE.isPresent() && socket != null && System.inheritedChannel() == socket
                ? HERE
                : Optional.empty();
    }

    /** Lets the control's directives count after everything that is written for the connector. */
    public void configure(ConnectorConfiguration configuration) {
        Path file = Path.of(get(Environment.MPM_DIRECTIVES));
        try {
            configuration.inherit(model(), ConfigurationFile.read(file));
        } catch (IOException e) {
            throw new IllegalStateException("the control's directives: " + e, e);
        }
    }

    /**
     * @return the child's slot, from 0
     */
    public int slot() {
        return number(Environment.MPM_SLOT);
    }

    /**
     * @return the child's generation
     */
    public int generation() {
        return number(Environment.MPM_GENERATION);
    }

    /**
     * @return every child's
     * @throws IOException when the control has ended
     */
    public Scoreboard scoreboard() throws IOException {
        return Scoreboard.attach(
                Path.of(get(Environment.MPM_SCOREBOARD)),
                model(),
                number(Environment.MPM_SERVER_LIMIT),
                number(Environment.MPM_THREAD_LIMIT));
    }

    /**
     * @return this child's record, which the control {@linkplain #connect answering} has claimed
     */
    public ChildScore score(Scoreboard scoreboard, ControlChannel channel) {
        return scoreboard.joins(slot(), channel.claim(), generation());
    }

    /**
     * Reports to the control that this child is there, and waits for its answer.
     *
     * @param name the prefix of the name of the channel's thread
     * @throws IOException when the control has ended, or does not want this child
     */
    public ControlChannel connect(String name) throws IOException {
        Message hello =
                Message.of(Verb.HELLO)
                        .with("protocol", ControlChannel.PROTOCOL)
                        .with("slot", slot())
                        .with("generation", generation())
                        .with("token", get(Environment.MPM_TOKEN));
        return ControlChannel.open(Path.of(get(Environment.MPM_CONTROL)), hello, name);
    }

    /**
     * @return the file that this child writes its classes to before it is ready; empty for none
     */
    public Optional<Path> archive() {
        return Optional.ofNullable(environment.get(Environment.MPM_ARCHIVE.name())).map(Path::of);
    }

    private Model model() {
        return Model.parse(get(Environment.MPM_MODEL));
    }

    private int number(Environment variable) {
        return Integer.parseInt(get(variable));
    }

    private String get(Environment variable) {
        String value = environment.get(variable.name());
        if (value == null) {
            throw new IllegalStateException("a child of process mode needs " + variable);
        }
        return value;
    }
}
