package org.servletmpm.jetty.ee11;

import jakarta.servlet.Registration;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.servletmpm.directive.Incompatible;
import org.servletmpm.jetty.ServletReader;
import org.servletmpm.servlet.IncompatibleRegistrations;

/** Reads the registrations of ee11's contexts. Any thread. */
public final class ServletContexts implements ServletReader {

    @Override
    public Registered read(ContextHandler context, Incompatible named) {
        if (!(context instanceof ServletContextHandler servlets)) {
            return null;
        }
        IncompatibleRegistrations read =
                IncompatibleRegistrations.of(
                        servlets.getServletContext(), named, Registration::getClassName);
        return read.isEmpty() ? null : new Found(read);
    }

    private record Found(IncompatibleRegistrations read) implements Registered {

        @Override
        public String metBy(Request request) {
            ServletContextRequest entered = Request.as(request, ServletContextRequest.class);
            return entered == null
                    ? null
                    : read.met(entered.getDecodedPathInContext(), entered.getServletName());
        }

        @Override
        public String toString() {
            return read.labels().toString();
        }
    }
}
