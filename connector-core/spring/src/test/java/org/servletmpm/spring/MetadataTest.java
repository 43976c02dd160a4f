package org.servletmpm.spring;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.WrittenFile;

/** Development tools complete and explain the properties as the directives are. */
class MetadataTest {

    @Test
    void theFileIsOfThisDay() throws IOException {
        WrittenFile.of("src/main/resources/META-INF/spring-configuration-metadata.json")
                .is(Metadata.json());
    }
}
