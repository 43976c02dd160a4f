package org.servletmpm.spring;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** A model is refused where no connector could give it, instead of being left out in silence. */
class ServerCheckTest {

    private static final WebServerFactory SERVER = new WebServerFactory() {};

    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

    private ServerCheck check(String property, String value) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("application", Map.of(property, value)));
        ConfigurationPropertySources.attach(environment);
        return new ServerCheck(
                MpmProperties.of(environment), beans.getBeanProvider(MpmWebServer.class));
    }

    @Test
    void aConnectorForAnotherServerIsNotEnough() {
        beans.addBean("other", (MpmWebServer) factory -> false);

        assertThatExceptionOfType(MpmPropertiesException.class)
                .isThrownBy(() -> check("mpm.model", "event").customize(SERVER))
                .withMessageContainingAll("connector-tomcat", "connector-jetty", "refused");
    }

    @Test
    void theServersOwnIs() {
        beans.addBean("own", (MpmWebServer) factory -> factory == SERVER);

        assertThatNoException().isThrownBy(() -> check("mpm.model", "event").customize(SERVER));
    }

    @Test
    void nobodyAskedForAModel() {
        assertThatNoException().isThrownBy(() -> check("server.port", "0").customize(SERVER));
    }
}
