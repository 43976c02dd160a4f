package org.servletmpm.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The properties of an application, in the spellings and units that Boot's users know. */
class MpmPropertiesTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    private MpmProperties properties(String... written) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String property : written) {
            String[] sides = property.split("=", 2);
            map.put(sides[0], sides[1]);
        }
        environment.getPropertySources().addFirst(new MapPropertySource("application", map));
        ConfigurationPropertySources.attach(environment);
        return MpmProperties.of(environment);
    }

    private static Directives built(MpmProperties properties) throws ConfigurationException {
        return properties.directives().build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mpm.threads-per-child=10       | ThreadsPerChild         | 10",
                "mpm.threadsPerChild=10         | ThreadsPerChild         | 10",
                "mpm.THREADS_PER_CHILD=10       | ThreadsPerChild         | 10",
                "mpm.max-clients=100            | MaxRequestWorkers       | 100",
                "mpm.timeout=20                 | Timeout                 | 20",
                "mpm.timeout=20s                | Timeout                 | 20",
                "mpm.timeout=PT1M               | Timeout                 | 60",
                "mpm.keep-alive-timeout=500ms   | KeepAliveTimeout        | 500ms",
                "mpm.keep-alive-timeout=2m      | KeepAliveTimeout        | 120",
                "mpm.keep-alive-timeout=2min    | KeepAliveTimeout        | 120",
                "mpm.graceful-shutdown-timeout=30s | GracefulShutdownTimeout | 30",
                "mpm.send-buffer-size=64KB      | SendBufferSize          | 65536",
                "mpm.send-buffer-size=65536     | SendBufferSize          | 65536",
                "mpm.max-mem-free=4MB           | MaxMemFree              | 4096",
                "mpm.max-mem-free=4096          | MaxMemFree              | 4096",
                "mpm.write-completion-buffer=1MB | WriteCompletionBuffer  | 1048576",
                "mpm.keep-alive=true            | KeepAlive               | On",
                "mpm.keep-alive=off             | KeepAlive               | Off",
                "mpm.async-request-worker-factor=0.5 | AsyncRequestWorkerFactor | 0.5",
                "mpm.event-incompatible=org.example.A,/b/* | EventIncompatible | org.example.A /b/*"
            })
    void eachDirectiveIsAProperty(String property, String directive, String effective)
            throws ConfigurationException {
        assertThat(built(properties(property)).effective()).containsEntry(directive, effective);
    }

    @Test
    void aListIsOneValue() throws ConfigurationException {
        MpmProperties properties =
                properties(
                        "mpm.event-incompatible[0]=org.example.A", "mpm.event-incompatible[1]=/b");

        assertThat(built(properties).eventIncompatible()).hasToString("org.example.A /b");
    }

    @Test
    void everyDirectiveHasAName() {
        assertThat(Directive.values())
                .allSatisfy(
                        directive ->
                                assertThat(PropertyName.of(directive))
                                        .allMatch(PropertyName::isKnown)
                                        .allMatch(
                                                name ->
                                                        Directive.named(
                                                                        PropertyName.directive(
                                                                                name))
                                                                .filter(directive::equals)
                                                                .isPresent()));
    }

    @Test
    void aPropertyComesBeforeTheFile(@TempDir Path folder)
            throws IOException, ConfigurationException {
        Path file = folder.resolve("mpm.conf");
        Files.writeString(file, "ThreadsPerChild 10\nServerLimit 4\n");
        Directives directives =
                built(
                        properties(
                                "mpm.conf=" + file,
                                "mpm.threads-per-child=20",
                                "mpm.model=worker"));

        assertThat(directives.model()).isEqualTo(Model.WORKER);
        assertThat(directives.threadsPerChild()).isEqualTo(20);
        assertThat(directives.serverLimit()).isEqualTo(4);
        assertThat(directives.findings()).anyMatch(f -> f.toString().contains("yields to 20"));
    }

    @ParameterizedTest
    @CsvSource({
        "server.port=0, false",
        "mpm.model=event, true",
        "mpm.threads-per-child=10, true",
        "mpm.enabled=true, true",
        "mpm.modle=event, true"
    })
    void anyOfThemAsksForAModel(String property, boolean asked) {
        assertThat(properties(property).isEnabled()).isEqualTo(asked);
    }

    @Test
    void theSwitchIsStrongerThanAModel() {
        assertThat(properties("mpm.model=event", "mpm.enabled=false").isEnabled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mpm.thread-per-child=5 | mpm.thread-per-child | mpm.threads-per-child",
                "mpm.modle=event        | mpm.modle            | mpm.model",
                "mpm.listen.port=80     | mpm.listen.port      | mpm.listen",
                "mpm.model=evnt         | mpm.model            | prefork, worker or event",
                "mpm.conf=/no/such      | mpm.conf             | a file that can be read",
                "mpm.timeout=soon       | mpm.timeout          | a whole number of seconds",
                "mpm.listen-cores-buckets-ratio=1 | mpm.listen-cores-buckets-ratio | one listening socket"
            })
    void whatIsWrongIsNamedWithWhatIsRight(String property, String name, String right) {
        MpmProperties properties = properties(property);

        assertThatExceptionOfType(MpmPropertiesException.class)
                .isThrownBy(properties::directives)
                .withMessageContainingAll(name + "=", right);
    }

    @Test
    void everyErrorIsNamedAtOnce() {
        MpmProperties properties = properties("mpm.model=evnt", "mpm.timeout=x", "mpm.lisen=80");

        assertThatExceptionOfType(MpmPropertiesException.class)
                .isThrownBy(properties::directives)
                .satisfies(e -> assertThat(e.findings()).hasSize(3));
    }

    @Test
    void virtualThreadsAreRefusedWithTheReason() {
        MpmProperties properties =
                properties("mpm.model=event", "spring.threads.virtual.enabled=true");

        assertThatExceptionOfType(MpmPropertiesException.class)
                .isThrownBy(properties::directives)
                .withMessageContainingAll(
                        "spring.threads.virtual.enabled",
                        "MaxRequestWorkers",
                        "mpm.worker-threads=virtual",
                        "Java 21");
    }

    /** Kubernetes sets some for a service that is called mpm. */
    @ParameterizedTest
    @ValueSource(strings = {"MPM_SERVICE_HOST", "MPM_PORT_80_TCP", "MPM_HOME"})
    void anEnvironmentVariableMayBeSomebodyElses(String variable) {
        variables(Map.of(variable, "10.0.0.1"));

        assertThat(properties().isEnabled()).isFalse();
    }

    @Test
    void environmentVariablesSetDirectives() throws ConfigurationException {
        variables(Map.of("MPM_MODEL", "prefork", "MPM_MAXREQUESTWORKERS", "7"));
        Directives directives = built(properties());

        assertThat(directives.model()).isEqualTo(Model.PREFORK);
        assertThat(directives.maxRequestWorkers()).isEqualTo(7);
    }

    private void variables(Map<String, Object> variables) {
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                variables));
    }

    @Test
    void theManagementServerHasAnAddressAndAPoolOfItsOwn() throws ConfigurationException {
        properties(
                "mpm.listen=8080",
                "mpm.pid-file=/run/x",
                "mpm.threads-per-child=50",
                "mpm.keep-alive-timeout=7s");
        Directives directives = built(MpmProperties.ofManagement(environment));

        assertThat(directives.isExplicit(Directive.LISTEN)).isFalse();
        assertThat(directives.isExplicit(Directive.PID_FILE)).isFalse();
        assertThat(directives.maxRequestWorkers()).isEqualTo(8);
        assertThat(directives.threadsPerChild()).isEqualTo(4);
        assertThat(directives.origin(Directive.KEEP_ALIVE_TIMEOUT)).isNotEqualTo(Origin.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource
    void itsPoolIsSmallInEachModel(Model model) throws ConfigurationException {
        properties("mpm.model=" + model);
        Directives directives = built(MpmProperties.ofManagement(environment));

        assertThat(directives.maxRequestWorkers()).isEqualTo(8);
        assertThat(directives.startServers()).isEqualTo(1);
        assertThat(directives.findings()).isEmpty();
    }
}
