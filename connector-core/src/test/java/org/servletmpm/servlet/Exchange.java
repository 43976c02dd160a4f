package org.servletmpm.servlet;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.Charset;
import java.security.Principal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One request, answered: the few methods of request and response that the servlet calls. */
final class Exchange {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Map<String, String> headers = new HashMap<>();
    private int status = HttpServletResponse.SC_OK;
    private boolean asked;

    /** Who asks for what. */
    record Asking(
            String method,
            String client,
            int localPort,
            String query,
            String role,
            List<String> accept) {
        static Asking from(String client) {
            return new Asking("GET", client, 8080, null, null, List.of());
        }

        Asking at(int port) {
            return new Asking(method, client, port, query, role, accept);
        }

        Asking query(String asked) {
            return new Asking(method, client, localPort, asked, role, accept);
        }

        Asking method(String other) {
            return new Asking(other, client, localPort, query, role, accept);
        }

        Asking as(String loggedIn) {
            return new Asking(method, client, localPort, query, loggedIn, accept);
        }

        /** A header each. */
        Asking accepting(String... values) {
            return new Asking(method, client, localPort, query, role, List.of(values));
        }

        Exchange send() throws ServletException, IOException {
            return send(Map.of());
        }

        /** To a servlet of its own, with these init parameters. */
        Exchange send(Map<String, String> parameters) throws ServletException, IOException {
            Exchange exchange = new Exchange();
            StatusServlet servlet = new StatusServlet();
            servlet.init(config(parameters));
            servlet.service(exchange.request(this), exchange.response());
            return exchange;
        }
    }

    static ServletConfig config(Map<String, String> parameters) {
        return proxy(
                ServletConfig.class,
                (self, method, arguments) ->
                        switch (method.getName()) {
                            case "getInitParameter" -> parameters.get((String) arguments[0]);
                            default -> throw new UnsupportedOperationException(method.getName());
                        });
    }

    private HttpServletRequest request(Asking asking) {
        Principal user = asking.role() == null ? null : asking::role;
        return proxy(
                HttpServletRequest.class,
                (self, method, arguments) ->
                        switch (method.getName()) {
                            case "getMethod" -> asking.method();
                            case "getProtocol" -> "HTTP/1.1";
                            case "getRemoteAddr" -> asking.client();
                            case "getLocalAddr" -> "127.0.0.1";
                            case "getLocalPort" -> asking.localPort();
                            case "getQueryString" -> asking.query();
                            case "getHeaders" -> Collections.enumeration(asking.accept());
                            case "getServerName" -> "www.example.test";
                            case "getUserPrincipal" -> user;
                            case "isUserInRole" -> arguments[0].equals(asking.role());
                            case "authenticate" -> {
                                asked = true;
                                status = HttpServletResponse.SC_UNAUTHORIZED;
                                yield false;
                            }
                            default -> throw new UnsupportedOperationException(method.getName());
                        });
    }

    private HttpServletResponse response() {
        return proxy(
                HttpServletResponse.class,
                (self, method, arguments) -> {
                    switch (method.getName()) {
                        case "setStatus" -> status = (Integer) arguments[0];
                        case "sendError" -> status = (Integer) arguments[0];
                        case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
                        case "setContentLength" ->
                                headers.put("Content-Length", arguments[0].toString());
                        case "setHeader" ->
                                headers.put((String) arguments[0], (String) arguments[1]);
                        case "isCommitted" -> {
                            return asked;
                        }
                        case "containsHeader" -> {
                            return headers.containsKey((String) arguments[0]);
                        }
                        case "getOutputStream" -> {
                            return new Output(body);
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    int status() {
        return status;
    }

    /** Null if it was not set. */
    String header(String name) {
        return headers.get(name);
    }

    /** As the content type says it is to be read. */
    String body() {
        String type = headers.getOrDefault("Content-Type", "charset=US-ASCII");
        return body.toString(Charset.forName(type.replaceAll(".*charset=", "")));
    }

    int bytes() {
        return body.size();
    }

    private static final class Output extends ServletOutputStream {
        private final ByteArrayOutputStream bytes;

        Output(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int octet) {
            bytes.write(octet);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
