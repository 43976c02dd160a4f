package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.catalina.valves.RemoteIpValve;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** Tomcat's limits, and what it says of itself and of a proxy, written as its attributes. */
class TomcatLimitsTest {

    @TempDir static Path base;

    private static TomcatPerModel tomcats;

    @BeforeAll
    static void make() {
        tomcats =
                new TomcatPerModel(
                        model ->
                                new AttributedTomcat(base, model)
                                        .valve(new RemoteIpValve())
                                        .servlet("/hello", TomcatLimitsTest::hello)
                                        .servlet("/ignore", (request, response) -> {})
                                        .servlet("/seen", TomcatLimitsTest::seen)
                                        .servlet("/parameter", TomcatLimitsTest::parameter)
                                        .servlet("/trailers", TomcatLimitsTest::trailers)
                                        .with("usual")
                                        .with(
                                                "narrow",
                                                "maxHttpRequestHeaderSize=1000",
                                                "maxHttpResponseHeaderSize=1000",
                                                "maxHeaderCount=5",
                                                "maxSwallowSize=1000",
                                                "maxParameterCount=2",
                                                "maxPostSize=20",
                                                "maxTrailerSize=100",
                                                "maxExtensionSize=100",
                                                "allowedTrailerHeaders=x-a")
                                        .with(
                                                "wide",
                                                "maxHttpHeaderSize=100000",
                                                "maxSwallowSize=-1",
                                                "relaxedPathChars=|",
                                                "relaxedQueryChars=|",
                                                "encodedSolidusHandling=passthrough",
                                                "allowTrace=true",
                                                "URIEncoding=ISO-8859-1")
                                        .with(
                                                "talkative",
                                                "server=Somebody",
                                                "xpoweredBy=true",
                                                "useKeepAliveResponseHeader=true",
                                                "keepAliveTimeout=30000",
                                                "compression=on",
                                                "compressionMinSize=1000",
                                                "noCompressionUserAgents=.*old.*",
                                                "restrictedUserAgents=.*ancient.*")
                                        .with(
                                                "proxied",
                                                "proxyName=front.example",
                                                "proxyPort=8443",
                                                "scheme=https",
                                                "secure=true"));
    }

    @AfterAll
    static void close() throws Exception {
        tomcats.close();
    }

    private static void hello(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        int size =
                Integer.parseInt(
                        request.getHeader("Size") == null ? "5" : request.getHeader("Size"));
        if (request.getHeader("In-Header") != null) {
            response.setHeader("X-Long", "x".repeat(size));
        }
        response.setContentType("text/plain");
        response.getWriter().write("x".repeat(size));
    }

    private static void seen(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.getWriter()
                .write(
                        String.join(
                                " ",
                                request.getRequestURL(),
                                request.getRemoteAddr(),
                                String.valueOf(request.isSecure()),
                                String.valueOf(request.getParameter("p"))));
    }

    private static void parameter(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.getWriter().write(String.valueOf(request.getParameterMap().size()));
    }

    private static void trailers(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        request.getInputStream().readAllBytes();
        response.getWriter().write(request.getTrailerFields().toString());
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void headersHaveALimit(Cell.Model model) throws Exception {
        String longHeader = "X-Long: " + "x".repeat(2000);
        assertThat(get(model, "narrow", "/hello", longHeader).status()).isEqualTo(400);
        assertThat(get(model, "usual", "/hello", longHeader).status()).isEqualTo(200);
        String longest = "X-Long: " + "x".repeat(50_000);
        assertThat(get(model, "usual", "/hello", longest).status()).isEqualTo(400);
        assertThat(get(model, "wide", "/hello", longest).status()).isEqualTo(200);

        String[] inHeader = {"Size: 2000", "In-Header: yes"};
        assertThat(get(model, "narrow", "/hello", inHeader).status()).isEqualTo(500);
        assertThat(get(model, "usual", "/hello", inHeader).status()).isEqualTo(200);

        String[] many =
                IntStream.range(0, 5).mapToObj(n -> "X-" + n + ": x").toArray(String[]::new);
        assertThat(get(model, "narrow", "/hello", many).status()).isEqualTo(400);
        assertThat(get(model, "usual", "/hello", many).status()).isEqualTo(200);
    }

    /** What a servlet does not read of a body is read for it, up to this limit. */
    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void discardedBodiesHaveALimit(Cell.Model model) throws Exception {
        try (RawConnection within = open(model, "narrow");
                RawConnection above = open(model, "narrow");
                RawConnection unlimited = open(model, "wide")) {
            assertThat(within.post("/ignore", new byte[500]).status()).isEqualTo(200);
            assertThat(within.get("/hello").status()).as("%s: goes on", model).isEqualTo(200);

            above.send(RawConnection.head("POST", "/ignore", "Content-Length: 100000"));
            assertThat(above.send(new byte[1500]).read().status()).isEqualTo(200);
            above.awaitEnd();

            assertThat(unlimited.post("/ignore", new byte[3_000_000]).status()).isEqualTo(200);
            assertThat(unlimited.get("/hello").status()).as("%s: goes on", model).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void parametersHaveALimit(Cell.Model model) throws Exception {
        assertThat(get(model, "narrow", "/parameter?a=1&b=2").text()).isEqualTo("2");
        assertThat(get(model, "narrow", "/parameter?a=1&b=2&c=3").status()).isEqualTo(400);
        assertThat(form(model, "narrow", 10).text()).isEqualTo("1");
        assertThat(form(model, "narrow", 30).status()).isEqualTo(413);
        assertThat(form(model, "usual", 30).text()).isEqualTo("1");
    }

    private static Response form(Cell.Model model, String connector, int length) throws Exception {
        String[] headers = {
            "Content-Type: application/x-www-form-urlencoded", "Content-Length: " + length
        };
        try (RawConnection client = open(model, connector)) {
            client.send(RawConnection.head("POST", "/parameter", headers));
            return client.send("p=" + "x".repeat(length - 2)).read();
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void trailersAndExtensionsHaveALimitAndOnlySomeAreAllowed(Cell.Model model) throws Exception {
        String body = "3\r\nabc\r\n0\r\nX-A: 1\r\nX-B: 2\r\n\r\n";
        assertThat(chunked(model, "narrow", body).text()).isEqualTo("{X-A=1}");
        assertThat(chunked(model, "usual", body).text()).isEqualTo("{}");

        String longTrailer = "3\r\nabc\r\n0\r\nX-A: " + "1".repeat(200) + "\r\n\r\n";
        assertThat(chunked(model, "narrow", longTrailer).status()).isEqualTo(400);
        assertThat(chunked(model, "usual", longTrailer).status()).isEqualTo(200);

        String extension = "3;" + "e".repeat(200) + "=1\r\nabc\r\n0\r\n\r\n";
        assertThat(chunked(model, "narrow", extension).status()).isEqualTo(400);
        assertThat(chunked(model, "usual", extension).status()).isEqualTo(200);
    }

    private static Response chunked(Cell.Model model, String connector, String body)
            throws Exception {
        try (RawConnection client = open(model, connector)) {
            client.send(RawConnection.head("POST", "/trailers", "Transfer-Encoding: chunked"));
            return client.send(body).read();
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void addressesAreReadAsWritten(Cell.Model model) throws Exception {
        assertThat(get(model, "usual", "/hello?p=|").status()).isEqualTo(400);
        assertThat(get(model, "wide", "/hello?p=|").status()).isEqualTo(200);
        assertThat(get(model, "usual", "/a|b").status()).isEqualTo(400);
        assertThat(get(model, "wide", "/a|b").status()).isEqualTo(404);
        assertThat(get(model, "usual", "/a%2Fb").status()).isEqualTo(400);
        assertThat(get(model, "wide", "/a%2Fb").status()).isEqualTo(404);
        assertThat(get(model, "wide", "/seen?p=%E9").text()).endsWith(" \u00e9");
        assertThat(trace(model, "usual")).isEqualTo(405);
        assertThat(trace(model, "wide")).isEqualTo(200);
    }

    private static int trace(Cell.Model model, String connector) throws Exception {
        try (RawConnection client = open(model, connector)) {
            return client.send(RawConnection.head("TRACE", "/hello")).read().status();
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void headersOfTheResponse(Cell.Model model) throws Exception {
        Response usual = get(model, "usual", "/hello", "Accept-Encoding: gzip");
        assertThat(usual.headers()).doesNotContainKeys("Server", "X-Powered-By", "Keep-Alive");
        Response talkative = get(model, "talkative", "/hello", "Connection: keep-alive");
        assertThat(talkative.header("Server")).hasValue("Somebody");
        assertThat(talkative.header("X-Powered-By")).isPresent();
        assertThat(talkative.header("Keep-Alive")).as("%s", model).hasValue("timeout=30");
        assertThat(encoding(model, 2000, "modern")).as("%s", model).isEqualTo("gzip");
        assertThat(encoding(model, 500, "modern")).as("%s: too short", model).isEqualTo("none");
        assertThat(encoding(model, 2000, "an old one")).as("%s", model).isEqualTo("none");
        assertThat(get(model, "talkative", "/hello", "User-Agent: ancient").closes())
                .as("%s: no keep-alive", model)
                .isTrue();
    }

    private static String encoding(Cell.Model model, int size, String agent) throws Exception {
        return get(
                        model,
                        "talkative",
                        "/hello",
                        "Size: " + size,
                        "User-Agent: " + agent,
                        "Accept-Encoding: gzip")
                .header("Content-Encoding")
                .orElse("none");
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void proxyAttributesAreTold(Cell.Model model) throws Exception {
        assertThat(get(model, "usual", "/seen").text())
                .isEqualTo("http://localhost/seen 127.0.0.1 false null");
        assertThat(get(model, "proxied", "/seen").text())
                .isEqualTo("https://front.example:8443/seen 127.0.0.1 true null");
        String[] forwarded = {"X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: https"};
        assertThat(get(model, "usual", "/seen", forwarded).text())
                .as("%s: RemoteIpValve", model)
                .isEqualTo("https://localhost/seen 192.0.2.7 true null");
        try (RawConnection client = open(model, "usual")) {
            client.get("/seen", forwarded);
            assertThat(client.get("/seen").text())
                    .as("%s: the next request of the connection", model)
                    .contains(" 127.0.0.1 false");
        }
    }

    private static Response get(Cell.Model model, String connector, String path, String... headers)
            throws Exception {
        try (RawConnection client = open(model, connector)) {
            return client.get(path, headers);
        }
    }

    private static RawConnection open(Cell.Model model, String connector) throws Exception {
        return RawConnection.open(tomcats.of(model).port(connector), false);
    }
}
