package org.servletmpm.it.embedded;

import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import org.eclipse.jetty.ee11.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.servletmpm.directive.Directives;
import org.servletmpm.jetty.MpmServerConnector;

/** {@link Deployment} of an embedded Jetty. */
final class JettyDeployment implements Deployment {

    private final Server server = new Server();
    private final ContextHandlerCollection contexts = new ContextHandlerCollection();
    private final MpmServerConnector connector = new MpmServerConnector(server);
    private ServletContextHandler context;

    JettyDeployment(Directives.Builder directives) throws Exception {
        connector.setHost("127.0.0.1");
        connector.setDirectives(directives);
        server.addConnector(connector);
        server.setHandler(contexts);
        server.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void deploy(HttpServlet servlet) throws Exception {
        context = new ServletContextHandler("/app", ServletContextHandler.NO_SESSIONS);
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        start(context);
    }

    @Override
    public void deploy(Path directory) throws Exception {
        WebAppContext made = new WebAppContext(directory.toString(), "/app");
        made.setThrowUnavailableOnStartupException(true);
        // The tests' class path has Tomcat's initializers too.
        made.setAttribute(
                AnnotationConfiguration.SERVLET_CONTAINER_INITIALIZER_EXCLUSION_PATTERN, ".*");
        start(made);
    }

    private void start(ServletContextHandler made) throws Exception {
        context = made;
        contexts.addHandler(made);
        made.start();
    }

    @Override
    public void undeploy() throws Exception {
        context.stop();
        contexts.removeHandler(context);
        context.destroy();
        context = null;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty does not stop", e);
        }
        server.destroy();
    }
}
