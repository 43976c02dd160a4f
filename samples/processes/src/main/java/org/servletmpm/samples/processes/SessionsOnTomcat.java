package org.servletmpm.samples.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.session.FileStore;
import org.apache.catalina.session.PersistentManager;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.PersistentValve;

/**
 * Tomcat with sessions that follow their user from child to child: each request reads its session
 * from a directory, and writes it back.
 */
public final class SessionsOnTomcat {

    private SessionsOnTomcat() {}

    /** Serves; the argument is the directory of the sessions. */
    public static void main(String... arguments) throws LifecycleException, IOException {
        Path sessions = Files.createDirectories(Path.of(arguments[0])).toAbsolutePath();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        Connector connector = new Connector("org.servletmpm.tomcat.MpmHttp11Protocol");
        connector.setPort(8080);
        connector.setProperty("mpm", "event");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        FileStore store = new FileStore();
        store.setDirectory(sessions.toString());
        PersistentManager manager = new PersistentManager();
        manager.setStore(store);
        context.setManager(manager);
        context.getPipeline().addValve(new PersistentValve());
        Tomcat.addServlet(context, "count", new CountServlet());
        context.addServletMappingDecoded("/count", "count");
        tomcat.start();
        tomcat.getServer().await();
    }
}
