package org.servletmpm.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Development tools complete and explain the properties as the directives are. */
class MetadataTest {

    private static final Path FILE =
            Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");

    /** With {@code -Dmetadata.write=true} the file is put right first. */
    @Test
    void theFileIsOfThisDay() throws IOException {
        if (Boolean.getBoolean("metadata.write")) {
            Files.writeString(FILE, Metadata.json());
        }

        assertThat(FILE).hasContent(Metadata.json());
    }
}
