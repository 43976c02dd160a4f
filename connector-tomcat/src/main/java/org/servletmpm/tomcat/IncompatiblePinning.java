package org.servletmpm.tomcat;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Registration;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.Wrapper;
import org.apache.catalina.mapper.MappingData;
import org.apache.coyote.Request;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.servletmpm.connection.Connection;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Incompatible;
import org.servletmpm.engine.PinningPolicy;
import org.servletmpm.servlet.IncompatibleRegistrations;

/**
 * Pins the connections whose requests meet a filter or servlet that needs one thread for each. Any
 * thread.
 *
 * <p>A protocol learns of web applications from requests that have been answered. So Tomcat's own
 * mapper maps a request a second time when the application has let go of it: early enough, because
 * the connection's next request comes after that. Only requests of applications with such a filter
 * or servlet are mapped, and only where the path may meet one.
 */
final class IncompatiblePinning {

    private static final Log LOG = LogFactory.getLog(IncompatiblePinning.class);

    /** The applications that run, with the registrations found in each. */
    private final Map<Context, IncompatibleRegistrations> applications = new ConcurrentHashMap<>();

    private final PinningPolicy policy = new PinningPolicy(LOG::warn);

    /** The applications in which something was found; replaced as a whole. */
    private volatile Found[] found = {};

    private record Found(String contextPath, IncompatibleRegistrations registrations) {

        boolean mayMeet(String path) {
            return path.startsWith(contextPath)
                    && registrations.mayMeet(path.substring(contextPath.length()));
        }
    }

    /** Follows the directives of a start or restart. */
    void configure(Directives directives) {
        policy.configure(directives);
        applications.replaceAll((context, old) -> read(context));
        look();
    }

    void started(Context context) {
        applications.put(context, read(context));
        look();
    }

    void stopped(Context context) {
        applications.remove(context);
        look();
    }

    /** Forgets all applications, when the connector stops. */
    void forget() {
        applications.clear();
        look();
    }

    private IncompatibleRegistrations read(Context context) {
        IncompatibleRegistrations read =
                IncompatibleRegistrations.of(
                        context.getServletContext(),
                        policy.named(),
                        registration -> className(context, registration));
        if (policy.pins() && !read.isEmpty()) {
            LOG.info(
                    "Web application "
                            + context.getBaseName()
                            + ": connections are pinned by "
                            + read.labels());
        }
        return read;
    }

    /**
     * Finds the class of a registration; an embedded Tomcat may have been given the object alone.
     */
    private static String className(Context context, Registration registration) {
        if (registration.getClassName() != null) {
            return registration.getClassName();
        }
        Object given = null;
        if (registration instanceof FilterRegistration) {
            FilterDef filter = context.findFilterDef(registration.getName());
            given = filter == null ? null : filter.getFilter();
        } else if (context.findChild(registration.getName()) instanceof Wrapper wrapper) {
            given = wrapper.getServlet();
        }
        return given == null ? null : given.getClass().getName();
    }

    private void look() {
        found =
                applications.entrySet().stream()
                        .filter(each -> !each.getValue().isEmpty())
                        .map(each -> new Found(each.getKey().getPath(), each.getValue()))
                        .toArray(Found[]::new);
    }

    /** Called when the application has let go of a request for the first time. */
    void met(Request request, Engine engine, Connection connection) {
        Incompatible named = policy.named();
        if (!policy.mayPin(connection) || found.length == 0 && named.patterns().isEmpty()) {
            return;
        }
        String path = request.decodedURI().toString();
        if (path == null || !path.startsWith("/")) {
            return;
        }
        String by = named.pattern(path);
        if (by == null && engine != null && mayMeet(path)) {
            by = mapped(request, path, engine);
        }
        if (by != null) {
            policy.pin(connection, by);
        }
    }

    private boolean mayMeet(String path) {
        for (Found each : found) {
            if (each.mayMeet(path)) {
                return true;
            }
        }
        return false;
    }

    /** Maps copies: an asynchronous request may still be looking at its own. */
    private String mapped(Request request, String path, Engine engine) {
        MappingData data = new MappingData();
        try {
            engine.getService().getMapper().map(copy(request.serverName()), text(path), null, data);
        } catch (IOException e) {
            LOG.debug("Not mapped: " + path, e);
        }
        IncompatibleRegistrations met =
                data.context == null ? null : applications.get(data.context);
        return met == null || met.isEmpty()
                ? null
                : met.met(
                        path.substring(data.context.getPath().length()),
                        data.wrapper == null ? null : data.wrapper.getName());
    }

    private static MessageBytes copy(MessageBytes original) {
        return original.isNull() ? MessageBytes.newInstance() : text(original.toString());
    }

    private static MessageBytes text(String text) {
        MessageBytes bytes = MessageBytes.newInstance();
        char[] characters = text.toCharArray();
        bytes.setChars(characters, 0, characters.length);
        return bytes;
    }
}
