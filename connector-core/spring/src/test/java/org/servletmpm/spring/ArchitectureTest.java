package org.servletmpm.spring;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * The room for both connectors in Spring Boot uses the engine as an adapter does, and no container.
 */
class ArchitectureTest {

    @Test
    void itKnowsTheEngineSpringAndMeters() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(
                                "java..",
                                "javax..",
                                "org.servletmpm.spring",
                                "org.servletmpm.directive",
                                "org.servletmpm.engine",
                                "org.servletmpm.inherit",
                                "org.servletmpm.process",
                                "org.servletmpm.servlet",
                                "org.servletmpm.status",
                                "jakarta.servlet..",
                                "org.springframework..",
                                "org.jspecify..",
                                "io.micrometer.."))
                .check(
                        new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("org.servletmpm.spring"));
    }
}
