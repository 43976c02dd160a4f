package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.adapters.CapturedLog;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.web.SpringServletContainerInitializer;

/** An application that is deployed in a Tomcat of somebody else's has no connector to choose. */
class WarTest {

    @TempDir private Path folder;

    /** What a WAR's {@code Application} is, with the properties that the test gives. */
    public static final class Initializer extends SpringBootServletInitializer {

        static final String PROPERTY = "property";

        @Override
        protected SpringApplicationBuilder configure(SpringApplicationBuilder application) {
            String[] property = System.getProperty(PROPERTY).split("=");
            return application
                    .sources(HelloApplication.class)
                    .properties(
                            Map.of(
                                    property[0],
                                    property[1],
                                    "spring.jmx.enabled",
                                    false,
                                    "spring.main.banner-mode",
                                    "off"));
        }
    }

    private static Tomcat tomcat(Path folder) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        tomcat.addContext("", folder.toString())
                .addServletContainerInitializer(
                        new SpringServletContainerInitializer(), Set.of(Initializer.class));
        tomcat.start();
        return tomcat;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpm.model=event", "mpm.thread-per-child=5", "server.port=0"})
    void aModelWithoutEffectIsLoggedOnce(String property) throws Exception {
        System.setProperty(Initializer.PROPERTY, property);
        Tomcat tomcat = null;
        try (CapturedLog warnings = new CapturedLog("org.servletmpm", Level.WARNING)) {
            tomcat = tomcat(folder);
            URI hello = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort());

            assertThat(
                            HttpClient.newHttpClient()
                                    .send(
                                            HttpRequest.newBuilder(hello.resolve("/hello")).build(),
                                            HttpResponse.BodyHandlers.ofString())
                                    .body())
                    .startsWith("hello from http-nio");
            if (property.startsWith("mpm")) {
                assertThat(warnings.lines()).hasSize(1);
                assertThat(warnings.lines().get(0))
                        .startsWith("WARNING " + property.replaceAll("=.*", ": without effect"))
                        .contains("WAR", "conf/server.xml", "protocol=\"org.servletmpm.tomcat.");
            } else {
                assertThat(warnings.lines()).isEmpty();
            }
        } finally {
            System.clearProperty(Initializer.PROPERTY);
            if (tomcat != null) {
                tomcat.stop();
                tomcat.destroy();
            }
        }
    }
}
