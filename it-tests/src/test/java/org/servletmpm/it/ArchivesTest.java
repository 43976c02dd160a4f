package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The archives for standalone containers hold no class of Spring's. */
class ArchivesTest {

    @ParameterizedTest
    @CsvSource({
        "connector-tomcat, *-all.jar, org/servletmpm/tomcat/MpmHttp11Protocol.class",
        "connector-jetty, *-jetty-base.zip, org/servletmpm/jetty/MpmServerConnector.class"
    })
    void aStandaloneContainerGetsNoClassForBoot(String module, String name, String expected)
            throws IOException {
        Path target = Path.of("..", module, "target");
        List<String> entries = new ArrayList<>();
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(target, name)) {
            for (Path archive : archives) {
                try (InputStream file = Files.newInputStream(archive)) {
                    read(new ZipInputStream(file), entries);
                }
            }
        }

        assertThat(entries)
                .as("%s of %s", name, module)
                .contains(expected, "org/servletmpm/engine/Engine.class")
                .noneMatch(entry -> entry.toLowerCase().contains("spring"));
    }

    private static void read(ZipInputStream archive, List<String> entries) throws IOException {
        for (ZipEntry entry = archive.getNextEntry();
                entry != null;
                entry = archive.getNextEntry()) {
            entries.add(entry.getName());
            if (entry.getName().endsWith(".jar")) {
                read(new ZipInputStream(archive), entries);
            }
        }
    }
}
