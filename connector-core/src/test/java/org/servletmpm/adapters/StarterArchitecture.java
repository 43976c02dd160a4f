package org.servletmpm.adapters;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A starter for Spring Boot uses an adapter as an application does. */
public abstract class StarterArchitecture {

    private final String room;
    private final String container;

    /**
     * @param room the adapter's package; the starter's is {@code spring} in it
     * @param container the container's, as ArchUnit matches packages
     */
    protected StarterArchitecture(String room, String container) {
        this.room = room;
        this.container = container;
    }

    @Test
    void itUsesTheAdapterSpringAndWhatBothStartersShare() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(
                                "java..",
                                container,
                                room,
                                room + ".spring",
                                "org.springframework..",
                                "io.micrometer..",
                                "org.servletmpm.directive",
                                "org.servletmpm.spring"))
                .check(
                        new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages(room + ".spring"));
    }
}
