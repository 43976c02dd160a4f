package org.servletmpm.tomcat;

import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.http11.Http11NioProtocol;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;

/**
 * Tomcat's HTTP/1.1 connector with the processing model of an httpd MPM: {@code <Connector
 * protocol="org.servletmpm.tomcat.MpmHttp11Protocol" mpm="event" threadsPerChild="50"/>}.
 *
 * <p>Attributes: {@code mpm} (prefork, worker or event; default event), every directive in camel
 * case ({@code startServers}), and all of the stock connector's. An explicit directive comes first,
 * then {@code maxThreads}, {@code acceptCount} and {@code maxConnections} if somebody wrote them,
 * then httpd's default.
 */
public class MpmHttp11Protocol extends Http11NioProtocol {

    private Directives.Builder builder = Directives.builder();
    private Directives directives;

    /** Null while the super constructor sets its defaults, which nobody wrote. */
    private ContainerAttributes attributes;

    public MpmHttp11Protocol() {
        super(new MpmEndpoint());
        attributes = new ContainerAttributes();
    }

    private MpmEndpoint mpm() {
        return (MpmEndpoint) getEndpoint();
    }

    /**
     * Sets the processing model.
     *
     * @param model prefork, worker or event, in any case
     * @throws IllegalArgumentException for any other
     */
    public void setMpm(String model) {
        builder.model(Model.parse(model));
    }

    /**
     * @return the processing model in lower case, or null before {@link #init}
     */
    public String getMpm() {
        return directives == null ? null : directives.model().toString();
    }

    /** Takes a configuration that somebody else has begun, with the origins it knows. */
    public void setDirectives(Directives.Builder configuration) {
        builder = configuration;
    }

    /**
     * @return what is in effect, or null before {@link #init}
     */
    public Directives directives() {
        return directives;
    }

    /**
     * {@inheritDoc} A directive's name in camel case (or as httpd spells it) sets the directive; a
     * bad value is reported by {@link #init}, together with all others.
     */
    @Override
    public boolean setProperty(String name, String value) {
        if (Directive.named(name).isPresent()) {
            builder.set(name, value, Origin.of("attribute " + name));
            return true;
        }
        return super.setProperty(name, value);
    }

    @Override
    public String getProperty(String name) {
        if (directives != null) {
            String value =
                    Directive.named(name)
                            .map(d -> directives.effective().get(d.directiveName()))
                            .orElse(null);
            if (value != null) {
                return value;
            }
        }
        return super.getProperty(name);
    }

    // ---- attributes of the container that are directives too

    @Override
    public void setMaxThreads(int maxThreads) {
        written("maxThreads", maxThreads);
        super.setMaxThreads(maxThreads);
    }

    @Override
    public void setAcceptCount(int acceptCount) {
        written("acceptCount", acceptCount);
        super.setAcceptCount(acceptCount);
    }

    @Override
    public void setMaxConnections(int maxConnections) {
        written("maxConnections", maxConnections);
        super.setMaxConnections(maxConnections);
    }

    private void written(String name, int value) {
        if (attributes != null) {
            attributes.put(name, value);
        }
    }

    // ---- life cycle

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when a directive cannot be what it is set to; the message
     *     has a line for each
     */
    @Override
    public void init() throws Exception {
        directives = effective();
        mpm().configure(directives);
        applyTimeouts();
        super.init();
    }

    private Directives effective() {
        attributes.addTo(builder);
        if (attributes.isMissing("maxConnections")) {
            builder.container(
                    "maxConnections",
                    String.valueOf(getMaxConnections()),
                    Origin.of("Tomcat's default"));
        }
        try {
            return builder.build();
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void applyTimeouts() {
        if (directives.isExplicit(Directive.TIMEOUT)) {
            directives
                    .timeoutSeconds()
                    .ifPresent(s -> setConnectionTimeout((int) TimeUnit.SECONDS.toMillis(s)));
        }
        if (directives.isExplicit(Directive.KEEP_ALIVE_TIMEOUT)) {
            directives
                    .keepAliveTimeoutMillis()
                    .ifPresent(ms -> setKeepAliveTimeout(Math.toIntExact(ms)));
        }
        if (directives.isExplicit(Directive.MAX_KEEP_ALIVE_REQUESTS)) {
            // httpd writes 0 for no limit, Tomcat -1.
            directives
                    .maxKeepAliveRequests()
                    .ifPresent(n -> setMaxKeepAliveRequests(n == 0 ? -1 : n));
        }
        if (!directives.keepAlive().orElse(true)) {
            setMaxKeepAliveRequests(1);
        }
    }

    @Override
    public void setAdapter(Adapter adapter) {
        super.setAdapter(new CountingAdapter(adapter, mpm()));
    }

    /** {@inheritDoc} While draining, 1: each response says that the connection ends. */
    @Override
    public int getMaxKeepAliveRequests() {
        return mpm().isDraining() ? 1 : super.getMaxKeepAliveRequests();
    }

    /**
     * {@inheritDoc} Connections that are queued are accepted and served first. If
     * GracefulShutdownTimeout is set, waits that long for the open ones.
     */
    @Override
    public void closeServerSocketGraceful() {
        mpm().drain();
        if (directives != null && directives.gracefulShutdownTimeoutSeconds() > 0) {
            awaitConnectionsClose(
                    TimeUnit.SECONDS.toMillis(directives.gracefulShutdownTimeoutSeconds()));
        }
    }

    @Override
    public long awaitConnectionsClose(long waitMillis) {
        return mpm().awaitDrained(waitMillis);
    }
}
