package org.servletmpm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter guide names what an adapter implements, and nothing that is not there. */
class AdapterGuideTest {

    private static final Pattern NAME = Pattern.compile("`([a-z]\\w*)[`(]");
    private static final Pattern CALL = Pattern.compile("`([a-z]\\w*)\\(");

    private String guide;

    @BeforeEach
    void read() throws IOException {
        guide = Files.readString(Path.of("docs", "adapters.md"));
    }

    private Set<String> named(Pattern pattern) {
        return pattern.matcher(guide)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> methods(Class<?>... types) {
        Set<String> names = new TreeSet<>();
        for (Class<?> type : types) {
            for (Method method : type.getDeclaredMethods()) {
                names.add(method.getName());
            }
        }
        return names;
    }

    @Test
    void everyMethodOfAHandlerIsInTheGuide() {
        assertThat(named(NAME)).containsAll(methods(ConnectionHandler.class));
    }

    @Test
    void whatTheGuideTellsToCallIsThere() {
        assertThat(named(CALL))
                .hasSizeGreaterThan(20)
                .isSubsetOf(methods(Connection.class, ConnectionHandler.class));
    }
}
