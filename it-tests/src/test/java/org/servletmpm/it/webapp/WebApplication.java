package org.servletmpm.it.webapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.servletmpm.servlet.EventIncompatible;

/** A directory that can be deployed, with classes of its own. */
public final class WebApplication {

    private static final List<Class<?>> CLASSES =
            List.of(
                    PlainFilter.class,
                    NamedFilter.class,
                    InXmlFilter.class,
                    ScannedFilter.class,
                    AddedFilter.class,
                    AddingListener.class,
                    ThreadNameServlet.class,
                    MarkedServlet.class,
                    NamedServlet.class,
                    EventIncompatible.class);

    private static final String XML =
            """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <filter>
                <filter-name>in-xml</filter-name>
                <filter-class>%1$s.InXmlFilter</filter-class>
                <async-supported>true</async-supported>
              </filter>
              <filter>
                <filter-name>by-parameter</filter-name>
                <filter-class>%1$s.PlainFilter</filter-class>
                <async-supported>true</async-supported>
                <init-param>
                  <param-name>org.servletmpm.event-incompatible</param-name>
                  <param-value>true</param-value>
                </init-param>
              </filter>
              <filter>
                <filter-name>plain</filter-name>
                <filter-class>%1$s.PlainFilter</filter-class>
                <async-supported>true</async-supported>
              </filter>
              <filter>
                <filter-name>by-class</filter-name>
                <filter-class>%1$s.NamedFilter</filter-class>
                <async-supported>true</async-supported>
              </filter>
              <filter-mapping>
                <filter-name>in-xml</filter-name>
                <url-pattern>/in-xml/*</url-pattern>
                <servlet-name>filtered</servlet-name>
              </filter-mapping>
              <filter-mapping>
                <filter-name>by-parameter</filter-name>
                <url-pattern>/by-parameter</url-pattern>
              </filter-mapping>
              <filter-mapping>
                <filter-name>plain</filter-name>
                <url-pattern>/*</url-pattern>
              </filter-mapping>
              <filter-mapping>
                <filter-name>by-class</filter-name>
                <url-pattern>/by-class</url-pattern>
              </filter-mapping>
              <listener>
                <listener-class>%1$s.AddingListener</listener-class>
              </listener>
            %2$s
            </web-app>
            """;

    private static final String SERVLET =
            """
              <servlet>
                <servlet-name>%1$s</servlet-name>
                <servlet-class>%2$s.%3$s</servlet-class>
                <async-supported>true</async-supported>
              </servlet>
              <servlet-mapping>
                <servlet-name>%1$s</servlet-name>
                <url-pattern>%4$s</url-pattern>
              </servlet-mapping>
            """;

    private WebApplication() {}

    /** Makes the directory. */
    public static Path in(Path directory) {
        try {
            Path classes = directory.resolve("WEB-INF/classes");
            for (Class<?> each : CLASSES) {
                String file = each.getName().replace('.', '/') + ".class";
                Path copy = classes.resolve(file);
                Files.createDirectories(copy.getParent());
                try (InputStream bytes = each.getClassLoader().getResourceAsStream(file)) {
                    Files.copy(bytes, copy);
                }
            }
            String here = WebApplication.class.getPackageName();
            String servlets =
                    SERVLET.formatted("who", here, "ThreadNameServlet", "/")
                            + SERVLET.formatted("filtered", here, "ThreadNameServlet", "/filtered")
                            + SERVLET.formatted("marked", here, "MarkedServlet", "/marked/*")
                            + SERVLET.formatted("named", here, "NamedServlet", "*.named");
            Files.writeString(directory.resolve("WEB-INF/web.xml"), XML.formatted(here, servlets));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
