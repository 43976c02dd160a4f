package org.servletmpm.spring;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.servletmpm.directive.Directives;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** A model is refused where no connector could give it, instead of being left out in silence. */
class ServerCheckTest {

    private static final class Factory extends AbstractConfigurableWebServerFactory {}

    private static final class OtherFactory extends AbstractConfigurableWebServerFactory {}

    /** For the servers of one factory. */
    private static final class Customizer<F extends AbstractConfigurableWebServerFactory>
            extends MpmServerCustomizer<F> {

        Customizer(Class<F> servers) {
            super(servers, MpmProperties.of(new StandardEnvironment()), new DrainingLifecycle());
        }

        @Override
        protected void customize(F factory, Directives.Builder directives) {
            throw new AssertionError("not asked to");
        }
    }

    private static final WebServerFactory SERVER = new Factory();

    private static final ResolvableType ANY = ResolvableType.forClass(MpmServerCustomizer.class);

    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

    private ServerCheck check(String property, String value) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("application", Map.of(property, value)));
        ConfigurationPropertySources.attach(environment);
        return new ServerCheck(MpmProperties.of(environment), beans.getBeanProvider(ANY));
    }

    @Test
    void aConnectorForAnotherServerIsNotEnough() {
        beans.addBean("other", new Customizer<>(OtherFactory.class));

        assertThatExceptionOfType(MpmPropertiesException.class)
                .isThrownBy(() -> check("mpm.model", "event").customize(SERVER))
                .withMessageContainingAll(
                        "servlet-mpm-spring-boot-starter-tomcat",
                        "servlet-mpm-spring-boot-starter-jetty",
                        "there is no connector for");
    }

    @Test
    void theServersOwnIs() {
        beans.addBean("own", new Customizer<>(Factory.class));

        assertThatNoException().isThrownBy(() -> check("mpm.model", "event").customize(SERVER));
    }

    @Test
    void nobodyAskedForAModel() {
        assertThatNoException().isThrownBy(() -> check("server.port", "0").customize(SERVER));
    }
}
