package org.servletmpm.it.jetty;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A handler of Jetty's core that answers every request. */
@FunctionalInterface
interface AnsweringHandler {

    void to(Request request, Response response, Callback callback) throws Exception;

    static Handler by(AnsweringHandler answer) {
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback)
                    throws Exception {
                answer.to(request, response, callback);
                return true;
            }
        };
    }
}
