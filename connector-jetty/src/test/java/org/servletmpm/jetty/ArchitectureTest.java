package org.servletmpm.jetty;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.servletmpm.scoreboard.AsyncCounts;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.Snapshot;

/** The adapter holds an engine and its container, and reaches into neither. */
class ArchitectureTest {

    private static final JavaClasses ADAPTER =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.servletmpm.jetty");

    @Test
    void ofTheEngineItUsesTheDoorsOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(
                                        "java..",
                                        "javax..",
                                        "org.eclipse.jetty..",
                                        "org.servletmpm.jetty..",
                                        "org.servletmpm.engine",
                                        "org.servletmpm.connection",
                                        "org.servletmpm.directive")
                                .or(
                                        DescribedPredicate.describe(
                                                "read the scoreboard",
                                                type ->
                                                        type.isEquivalentTo(Scoreboard.class)
                                                                || type.isEquivalentTo(
                                                                        Snapshot.class)
                                                                || type.isEquivalentTo(
                                                                        AsyncCounts.class))))
                .check(ADAPTER);
    }

    /** The scoreboard has one writer per field, and no adapter is one of them. */
    @Test
    void ofTheScoreboardItTakesSnapshotsOnly() {
        noClasses()
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe(
                                "changes the scoreboard",
                                call ->
                                        call.getTargetOwner().isEquivalentTo(Scoreboard.class)
                                                && !call.getTarget().getName().equals("snapshot")))
                .check(ADAPTER);
    }

    @Test
    void nobodyBreaksIn() {
        Set<String> breakIns = Set.of("setAccessible", "trySetAccessible", "privateLookupIn");
        noClasses()
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe(
                                "opens what is closed",
                                call -> breakIns.contains(call.getTarget().getName())))
                .check(ADAPTER);
    }

    @Test
    void theRoomSaysWhatItIsFor() {
        assertThat(Path.of("src/main/java/org/servletmpm/jetty/package-info.java")).isRegularFile();
    }
}
