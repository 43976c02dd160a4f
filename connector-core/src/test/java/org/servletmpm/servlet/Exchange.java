package org.servletmpm.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** One GET, answered: the few methods of request and response that the status servlet calls. */
final class Exchange {
    private final StringWriter body = new StringWriter();
    private int status = HttpServletResponse.SC_OK;
    private String contentType;

    static Exchange get(String client, int localPort) throws IOException {
        return get(client, localPort, null);
    }

    static Exchange get(String client, int localPort, String query) throws IOException {
        Exchange exchange = new Exchange();
        HttpServletRequest request =
                proxy(
                        HttpServletRequest.class,
                        (self, method, arguments) ->
                                switch (method.getName()) {
                                    case "getRemoteAddr" -> client;
                                    case "getLocalPort" -> localPort;
                                    case "getQueryString" -> query;
                                    case "getServerName" -> "www.example.test";
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
        HttpServletResponse response =
                proxy(
                        HttpServletResponse.class,
                        (self, method, arguments) -> {
                            switch (method.getName()) {
                                case "setStatus" -> exchange.status = (Integer) arguments[0];
                                case "setContentType" ->
                                        exchange.contentType = (String) arguments[0];
                                case "getWriter" -> {
                                    return new PrintWriter(exchange.body);
                                }
                                default ->
                                        throw new UnsupportedOperationException(method.getName());
                            }
                            return null;
                        });
        new StatusServlet().doGet(request, response);
        return exchange;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    String body() {
        return body.toString();
    }
}
