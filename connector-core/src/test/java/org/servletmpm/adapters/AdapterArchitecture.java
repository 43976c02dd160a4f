package org.servletmpm.adapters;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.servletmpm.scoreboard.AsyncCounts;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.Snapshot;

/** An adapter holds an engine and its container, and reaches into neither. */
public abstract class AdapterArchitecture {

    private static final Set<Class<?>> READ =
            Set.of(Scoreboard.class, Snapshot.class, AsyncCounts.class);
    private static final Set<String> BREAK_INS =
            Set.of("setAccessible", "trySetAccessible", "privateLookupIn");

    private final String room;
    private final String container;
    private final JavaClasses adapter;

    /**
     * @param room the adapter's package
     * @param container the container's, as ArchUnit matches packages
     */
    protected AdapterArchitecture(String room, String container) {
        this.room = room;
        this.container = container;
        this.adapter =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(room);
    }

    @Test
    void ofTheEngineItUsesTheDoorsOnly() {
        classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(
                                        "java..",
                                        "javax..",
                                        "jakarta.servlet..",
                                        container,
                                        room,
                                        "org.servletmpm.engine",
                                        "org.servletmpm.inherit",
                                        "org.servletmpm.connection",
                                        "org.servletmpm.directive",
                                        "org.servletmpm.servlet")
                                .or(
                                        DescribedPredicate.describe(
                                                "read the scoreboard",
                                                AdapterArchitecture::isRead)))
                .check(adapter);
    }

    private static boolean isRead(JavaClass type) {
        return READ.stream().anyMatch(type::isEquivalentTo);
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
                .check(adapter);
    }

    @Test
    void nobodyBreaksIn() {
        noClasses()
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe(
                                "opens what is closed",
                                call -> BREAK_INS.contains(call.getTarget().getName())))
                .check(adapter);
    }

    @Test
    void noCircleHasMoreThanFiveFiles() {
        assertThat(FileCircles.in(room, adapter))
                .allSatisfy(
                        circle ->
                                assertThat(circle)
                                        .hasSizeLessThanOrEqualTo(FileCircles.MOST_FILES));
    }

    @Test
    void theRoomSaysWhatItIsFor() {
        assertThat(Path.of("src/main/java", room.replace('.', '/'), "package-info.java"))
                .isRegularFile();
    }
}
