package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.management.JMX;
import javax.management.ObjectName;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.servletmpm.demo.web.Pages;
import org.servletmpm.engine.EngineMXBean;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.tomcat.MpmHttp11Protocol;

/**
 * A Tomcat that speaks HTTP/2, in the clear or over TLS, with the demo's pages and ten workers in
 * one child. The files of its base are served by Tomcat's own servlet.
 */
final class Http2Tomcat implements AutoCloseable {

    static final int WORKERS = 10;

    private final Tomcat tomcat = new Tomcat();
    private final Pages pages = new Pages();
    private final Path base;
    private final boolean tls;
    private final Context context;
    private final Http2Protocol http2 = new Http2Protocol();
    private final Connector connector = new Connector(new MpmHttp11Protocol());
    private int port;

    private Http2Tomcat(Path directory, String model, boolean tls) throws Exception {
        this.base = Files.createDirectories(directory.resolve("base"));
        this.tls = tls;
        tomcat.setBaseDir(base.toString());
        tomcat.setSilent(true);
        context = tomcat.addContext("", base.toString());
        pages.servlets("Tomcat", model, files -> new DefaultServlet()).forEach(this::add);
        add("/", new DefaultServlet());
        context.addMimeMapping("txt", "text/plain");
        set("mpm", model);
        if ("prefork".equals(model)) {
            set("startServers", "" + WORKERS);
        } else {
            set("startServers", "1");
            set("threadsPerChild", "" + WORKERS);
            set("minSpareThreads", "1");
        }
        set("maxRequestWorkers", "" + WORKERS);
        set("address", "127.0.0.1");
        set("allowedTrailerHeaders", "x-demo");
        // Or loopback takes a whole response, and nobody ever waits for its reader.
        set("sendBufferSize", "65536");
        connector.setPort(0);
        // Clients that fill small windows, or change their mind, are what is tried here.
        http2.setOverheadDataThreshold(0);
        http2.setOverheadWindowUpdateThreshold(0);
        http2.setOverheadResetFactor(0);
        connector.addUpgradeProtocol(http2);
        if (tls) {
            secure(ThrowAwayKeys.store());
        }
    }

    private void add(String pattern, Servlet servlet) {
        Tomcat.addServlet(context, pattern, servlet).setAsyncSupported(true);
        context.addServletMappingDecoded(pattern, pattern);
    }

    private void secure(Path keys) {
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
        certificate.setCertificateKeystoreFile(keys.toString());
        certificate.setCertificateKeystorePassword(ThrowAwayKeys.PASSWORD);
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        connector.setScheme("https");
        connector.setSecure(true);
        set("SSLEnabled", "true");
    }

    static Http2Tomcat clear(Path directory, String model) throws Exception {
        return new Http2Tomcat(directory, model, false);
    }

    static Http2Tomcat overTls(Path directory, String model) throws Exception {
        return new Http2Tomcat(directory, model, true);
    }

    // ---- before the start

    Http2Tomcat set(String attribute, String value) {
        if (!connector.setProperty(attribute, value)) {
            throw new IllegalArgumentException("no attribute " + attribute);
        }
        return this;
    }

    Http2Tomcat http2(Consumer<Http2Protocol> setting) {
        setting.accept(http2);
        return this;
    }

    Http2Tomcat servlet(String path, HttpServlet servlet) {
        add(path, servlet);
        return this;
    }

    Http2Tomcat file(String name, byte[] content) throws IOException {
        Files.write(base.resolve(name), content);
        return this;
    }

    Http2Tomcat start() throws LifecycleException {
        tomcat.setConnector(connector);
        tomcat.start();
        port = connector.getLocalPort();
        return this;
    }

    // ---- running

    int port() {
        return port;
    }

    String origin() {
        return (tls ? "https" : "http") + "://127.0.0.1:" + port;
    }

    MpmHttp11Protocol protocol() {
        return (MpmHttp11Protocol) connector.getProtocolHandler();
    }

    /** Speaks HTTP/1.1. */
    RawConnection raw() throws IOException {
        return RawConnection.open(port, tls);
    }

    EngineMXBean figures() throws Exception {
        return JMX.newMXBeanProxy(
                ManagementFactory.getPlatformMBeanServer(),
                new ObjectName(
                        "org.servletmpm:type=Mpm,name="
                                + ObjectName.quote((tls ? "https-" : "http-") + port)),
                EngineMXBean.class);
    }

    /** How many workers the status shows under a letter. */
    long letters(int letter) throws Exception {
        return figures().getScoreboardLetters().chars().filter(each -> each == letter).count();
    }

    /** Waits until so many connections are all there is, and none has a request. */
    void awaitIdle(int connections) {
        patiently("idle connections")
                .untilAsserted(
                        () -> {
                            boolean bound = figures().getModel().equals("worker");
                            assertThat(figures().getConnsTotal()).isEqualTo(connections);
                            assertThat(letters('W')).isZero();
                            assertThat(letters('K')).isEqualTo(bound ? connections : 0);
                            assertThat(figures().getConnsAsyncKeepAlive())
                                    .isEqualTo(bound ? 0 : connections);
                        });
    }

    static ConditionFactory patiently(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5));
    }

    /** Names of the live threads of this server's engine that contain a word. */
    List<String> threads(String word) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("mpm-" + port + "-") && name.contains(word))
                .sorted()
                .toList();
    }

    void stop() throws LifecycleException {
        if (tomcat.getServer().getState().isAvailable()) {
            tomcat.stop();
        }
    }

    @Override
    public void close() throws LifecycleException, IOException {
        stop();
        tomcat.destroy();
        pages.end();
    }
}
