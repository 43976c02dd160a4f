package org.servletmpm.it.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.DefaultServlet;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;

/** Requests that have their own class, and are no {@code Request.Wrapper}, are Jetty's as well. */
class CustomRequestClassesTest {

    @TempDir private Path directory;

    /** What a servlet context makes of a request that a filter has wrapped is such a one. */
    @ParameterizedTest
    @EnumSource
    void aFileThatTheClientHasIsNotSentAgainBehindAFilter(ConnectorKind over) throws Exception {
        Files.writeString(directory.resolve("f.txt"), "hello");
        ServletContextHandler context = new ServletContextHandler();
        context.setBaseResourceAsPath(directory);
        ServletHolder files = new ServletHolder(new DefaultServlet());
        files.setInitParameter("etags", "true");
        context.addServlet(files, "/");
        Filter wrapping =
                (q, r, chain) ->
                        chain.doFilter(new HttpServletRequestWrapper((HttpServletRequest) q), r);
        context.addFilter(new FilterHolder(wrapping), "/*", EnumSet.of(DispatcherType.REQUEST));
        try (TestJetty jetty = new TestJetty(over, context).start();
                RawConnection client = jetty.open()) {
            String tag = client.get("/f.txt").header("ETag").orElseThrow();
            assertThat(client.get("/f.txt", "If-None-Match: " + tag).status())
                    .as("%s", over)
                    .isEqualTo(304);
        }
    }

    /** WebSocket in a servlet context upgrades another such one. */
    @ParameterizedTest
    @EnumSource
    void aWebSocketOpensInAContextWithoutSessions(ConnectorKind over) throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        JettyWebSocketServletContainerInitializer.configure(
                context, (c, container) -> container.addMapping("/ws", (q, r) -> new Listens()));
        try (TestJetty jetty = new TestJetty(over, context).start();
                RawConnection client = jetty.open()) {
            client.request(
                    "/ws",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(client.readHeader().status()).as("%s", over).isEqualTo(101);
        }
    }

    /** An end point that only listens. */
    public static final class Listens implements Session.Listener.AutoDemanding {}

    @ParameterizedTest
    @EnumSource
    void queryFormPartsAndCookiesAreReadFromThem(ConnectorKind over) throws Exception {
        Handler reading =
                AnsweringHandler.by(
                        (q, r, c) -> {
                            Request foreign = foreign(q);
                            String read =
                                    Request.extractQueryParameters(foreign).getValue("a")
                                            + Request.getCookies(foreign).get(0).getValue()
                                            + body(foreign);
                            Response.putCookie(r, HttpCookie.from("d", "4"));
                            Content.Sink.write(r, true, read, c);
                        });
        try (TestJetty jetty = new TestJetty(over, reading).start();
                RawConnection client = jetty.open()) {
            for (String[] sent :
                    List.of(
                            new String[] {"application/x-www-form-urlencoded", "c=3"},
                            new String[] {
                                "multipart/form-data; boundary=x",
                                "--x\r\nContent-Disposition: form-data; name=\"c\"\r\n\r\n3\r\n"
                                        + "--x--\r\n"
                            })) {
                client.send(
                        RawConnection.head(
                                        "POST",
                                        "/?a=1",
                                        "Cookie: b=2",
                                        "Content-Type: " + sent[0],
                                        "Content-Length: " + sent[1].length())
                                + sent[1]);
                assertThat(client.read().text()).as("%s %s", over, sent[0]).isEqualTo("123");
            }
        }
    }

    private String body(Request foreign) throws Exception {
        String type = foreign.getHeaders().get("Content-Type");
        if (!type.startsWith("multipart")) {
            return FormFields.getFields(foreign).getValue("c");
        }
        MultiPartConfig config = new MultiPartConfig.Builder().location(directory).build();
        try (MultiPartFormData.Parts parts =
                MultiPartFormData.getParts(foreign, foreign, type, config)) {
            return parts.getFirst("c").getContentAsString(null);
        }
    }

    private static Request foreign(Request request) {
        return (Request)
                Proxy.newProxyInstance(
                        CustomRequestClassesTest.class.getClassLoader(),
                        new Class<?>[] {Request.class},
                        (proxy, method, arguments) -> {
                            try {
                                return method.invoke(request, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
