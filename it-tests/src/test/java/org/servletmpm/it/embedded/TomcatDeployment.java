package org.servletmpm.it.embedded;

import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Constants;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.ProtocolHandler;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.servletmpm.directive.Directives;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.tomcat.MpmHttp11Protocol;

/** {@link Deployment} of an embedded Tomcat. */
final class TomcatDeployment implements Deployment {

    private final Tomcat tomcat = new Tomcat();
    private final Connector connector;
    private final Path base;
    private Context context;

    TomcatDeployment(Path base, Directives.Builder directives) throws Exception {
        this.base = base;
        tomcat.setBaseDir(base.toString());
        tomcat.setSilent(true);
        connector = new Connector(protocol(directives));
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        tomcat.start();
    }

    private static ProtocolHandler protocol(Directives.Builder directives) {
        if (Cell.stock()) {
            return new Http11NioProtocol();
        }
        MpmHttp11Protocol protocol = new MpmHttp11Protocol();
        protocol.setDirectives(directives);
        return protocol;
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void deploy(HttpServlet servlet) {
        context = tomcat.addContext("/app", base.toString());
        Tomcat.addServlet(context, "only", servlet).setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "only");
    }

    @Override
    public void deploy(Path directory) {
        ContextConfig configuration = new ContextConfig();
        configuration.setDefaultWebXml(Constants.NoDefaultWebXml);
        StandardContext made = new StandardContext();
        made.setName("/app");
        made.setPath("/app");
        made.setDocBase(directory.toString());
        made.addLifecycleListener(configuration);
        // The tests' class path has Jetty's initializers too.
        made.setContainerSciFilter(".*");
        ((StandardJarScanner) made.getJarScanner()).setScanClassPath(false);
        context = made;
        tomcat.getHost().addChild(made);
    }

    @Override
    public void undeploy() throws Exception {
        context.stop();
        tomcat.getHost().removeChild(context);
        context.destroy();
        context = null;
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("Tomcat does not stop", e);
        }
    }
}
