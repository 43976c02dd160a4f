package org.servletmpm.it.embedded;

import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.servletmpm.it.cell.Cell;

/** A container with one web application at {@code /app}, which can be taken away and replaced. */
interface Deployment extends AutoCloseable {

    /**
     * Starts a container without an application.
     *
     * @param directives {@code Directive=value} each
     */
    static Deployment start(Cell cell, Path base, String... directives) throws Exception {
        Directives.Builder builder = Directives.builder();
        builder.model(Model.valueOf(cell.model().name()));
        for (String each : directives) {
            String[] written = each.split("=", 2);
            builder.set(written[0], written[1], Origin.of("test"));
        }
        return cell.container() == Cell.Container.TOMCAT
                ? new TomcatDeployment(base, builder)
                : new JettyDeployment(builder);
    }

    int port();

    /** The application's only servlet, for every path in it. */
    void deploy(HttpServlet servlet) throws Exception;

    /** An application with a web.xml and classes of its own. */
    void deploy(Path directory) throws Exception;

    /** Stops the application and forgets it. */
    void undeploy() throws Exception;

    @Override
    void close();
}
