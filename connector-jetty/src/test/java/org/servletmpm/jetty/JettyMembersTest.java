package org.servletmpm.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.ContainerMembers;

/**
 * Every member of Jetty's that we override or rely on is as it was when somebody last looked. A
 * compiler notices only half of it: a method that is overridden no more because its parameters have
 * changed, or that a new one has taken the place of, is legal Java.
 */
class JettyMembersTest {

    private static final Path KNOWN =
            Path.of("src/test/resources/org/servletmpm/jetty/jetty-members.txt");
    private static final Path FOUND = Path.of("target/jetty-members.txt");

    @Test
    void jettyIsShapedAsTheAdapterKnowsIt() throws IOException {
        SortedSet<String> found =
                ContainerMembers.of(
                        new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("org.servletmpm.jetty"),
                        "org.eclipse.jetty.");
        Files.write(FOUND, found);
        List<String> known = Files.readAllLines(KNOWN);
        assertThat(ContainerMembers.differences(known, found))
                .as(
                        "%s or our use of it has changed since %s was written (- was, + is)."
                                + " Read in Jetty's source what each change means for our override"
                                + " or call. Then, in connector-jetty: cp %s %s",
                        "Jetty " + Server.getVersion(), KNOWN.getFileName(), FOUND, KNOWN)
                .isEmpty();
    }
}
