package org.servletmpm.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.Test;

/**
 * Every member of Tomcat's that we override or rely on is as it was when somebody last looked. A
 * compiler notices only half of it: a method that is overridden no more because its parameters have
 * changed, or that a new one has taken the place of, is legal Java.
 */
class TomcatMembersTest {

    private static final Path KNOWN =
            Path.of("src/test/resources/org/servletmpm/tomcat/tomcat-members.txt");
    private static final Path FOUND = Path.of("target/tomcat-members.txt");

    @Test
    void tomcatIsShapedAsTheAdapterKnowsIt() throws IOException {
        SortedSet<String> found =
                TomcatMembers.of(
                        new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("org.servletmpm.tomcat"));
        Files.write(FOUND, found);
        List<String> known = Files.readAllLines(KNOWN);
        assertThat(differences(known, found))
                .as(
                        "%s or our use of it has changed since %s was written (- was, + is)."
                                + " Read in Tomcat's source what each change means for our override"
                                + " or call. Then, in connector-tomcat: cp %s %s",
                        ServerInfo.getServerInfo(), KNOWN.getFileName(), FOUND, KNOWN)
                .isEmpty();
    }

    /** Sorted by what they speak of, so that the two sides of a change follow each other. */
    private static List<String> differences(Collection<String> known, Collection<String> found) {
        SortedSet<String> gone = new TreeSet<>(known);
        gone.removeAll(found);
        SortedSet<String> come = new TreeSet<>(found);
        come.removeAll(known);
        return Stream.concat(
                        gone.stream().map(line -> "- " + line),
                        come.stream().map(line -> "+ " + line))
                .sorted(
                        Comparator.comparing(TomcatMembers::subject)
                                .thenComparing(Comparator.reverseOrder()))
                .toList();
    }
}
