package org.servletmpm;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.adapters.FileCircles;
import org.servletmpm.directive.Model;

/** The rooms of the engine and who may use whom: what a newcomer is told, kept true. */
class ArchitectureTest {

    private static final String ROOT = "org.servletmpm";

    private static final JavaClasses CORE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    /** A package and those it may use, besides itself and the JDK. Arrows point upwards. */
    enum Room {
        DIRECTIVE,
        SCOREBOARD,
        CONNECTION,
        WAITING(CONNECTION, SCOREBOARD),
        LEADER,
        LOG,
        JFR,
        OVERLOAD(DIRECTIVE, SCOREBOARD, CONNECTION),
        WORKER(DIRECTIVE, SCOREBOARD, CONNECTION, WAITING, LEADER, LOG, OVERLOAD),
        ACCEPT(SCOREBOARD, CONNECTION, WAITING, WORKER),
        MODEL(DIRECTIVE, SCOREBOARD, CONNECTION, WAITING, OVERLOAD, WORKER, ACCEPT),
        CHILD(
                DIRECTIVE,
                SCOREBOARD,
                CONNECTION,
                WAITING,
                LOG,
                JFR,
                OVERLOAD,
                WORKER,
                ACCEPT,
                MODEL),
        REGULATOR(DIRECTIVE, SCOREBOARD),
        LIFE(DIRECTIVE, SCOREBOARD, REGULATOR, LOG),
        STATUS(DIRECTIVE, SCOREBOARD),
        PROBE(STATUS, DIRECTIVE, LOG),
        INHERIT(DIRECTIVE, SCOREBOARD),
        PROCESS(DIRECTIVE, SCOREBOARD, LOG, LIFE, STATUS, PROBE, INHERIT),
        ENGINE(DIRECTIVE, SCOREBOARD, CONNECTION, LOG, WORKER, CHILD, LIFE, STATUS, PROBE, INHERIT),
        SERVLET(STATUS, SCOREBOARD, DIRECTIVE, CONNECTION);

        private final Room[] uses;

        Room(Room... uses) {
            this.uses = uses;
        }

        String packageName() {
            return ROOT + "." + name().toLowerCase();
        }

        DescribedPredicate<JavaClass> mayUse() {
            DescribedPredicate<JavaClass> allowed =
                    resideInAnyPackage("java..", "javax..", packageName())
                            .or(
                                    resideInAnyPackage(
                                            Arrays.stream(uses)
                                                    .map(Room::packageName)
                                                    .toArray(String[]::new)));
            return switch (this) {
                case SCOREBOARD -> allowed.or(equivalentTo(Model.class));
                case JFR -> allowed.or(resideInAnyPackage("jdk.jfr.."));
                case SERVLET -> allowed.or(resideInAnyPackage("jakarta.servlet.."));
                default -> allowed;
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRoomUsesOnlyWhatItMay(Room room) {
        classes()
                .that()
                .resideInAPackage(room.packageName())
                .should()
                .onlyDependOnClassesThat(room.mayUse())
                .check(CORE);
    }

    /** A new package has to find its place in the table first. */
    @Test
    void thereAreNoOtherRooms() {
        Stream<String> packages =
                CORE.stream().map(JavaClass::getPackage).map(JavaPackage::getName).distinct();

        assertThat(packages)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Room.values()).map(Room::packageName).toList());
    }

    @Test
    void roomsFormNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CORE);
    }

    /** More files than that, of which each needs all others, cannot be read one by one. */
    @ParameterizedTest
    @EnumSource
    void noCircleInARoomHasMoreThanFiveFiles(Room room) {
        assertThat(FileCircles.in(room.packageName(), CORE))
                .allSatisfy(
                        circle ->
                                assertThat(circle)
                                        .hasSizeLessThanOrEqualTo(FileCircles.MOST_FILES));
    }

    @Test
    void theEngineKnowsNoContainer() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache..", "org.eclipse..", "org.springframework..")
                .check(CORE);
    }

    /**
     * A part with more collaborators is several parts. Records and enums are exempt: they are
     * values, and name what they hold.
     */
    @Test
    void noConstructorTakesMoreThanFiveArguments() {
        classes()
                .that()
                .areNotRecords()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should(
                        ArchCondition.from(
                                DescribedPredicate.describe(
                                        "have constructors of at most five arguments",
                                        ArchitectureTest::hasShortConstructors)))
                .check(CORE);
    }

    private static boolean hasShortConstructors(JavaClass type) {
        boolean isInner = type.isInnerClass() && !type.getModifiers().contains(JavaModifier.STATIC);
        int most = isInner ? 6 : 5;
        return type.getConstructors().stream()
                .allMatch(constructor -> constructor.getRawParameterTypes().size() <= most);
    }

    /** But for the one who hands the listening socket on, for which the JDK has no public way. */
    @Test
    void nobodyBreaksIn() {
        Set<String> breakIns = Set.of("setAccessible", "trySetAccessible", "privateLookupIn");
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".process.InheritableSocket")
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe(
                                "opens what is closed",
                                call -> breakIns.contains(call.getTarget().getName())))
                .check(CORE);
    }

    @Test
    void everyRoomSaysWhatItIsFor() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(
                            sources.filter(path -> path.toString().endsWith(".java"))
                                    .map(Path::getParent)
                                    .distinct())
                    .isNotEmpty()
                    .allSatisfy(
                            room -> assertThat(room.resolve("package-info.java")).isRegularFile());
        }
    }
}
