package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What EventIncompatible says, and which paths it means. */
class IncompatibleTest {

    @Test
    void severalClassesAndPatternsAreOneValue() throws ConfigurationException {
        Directives directives =
                Checked.file(Model.EVENT, "EventIncompatible /legacy/* com.example.Old$In *.old")
                        .build();
        Incompatible incompatible = directives.eventIncompatible();
        assertThat(incompatible.classes()).containsExactly("com.example.Old$In");
        assertThat(incompatible.patterns())
                .extracting(UrlPattern::text)
                .containsExactly("/legacy/*", "*.old");
        assertThat(directives.effective())
                .containsEntry("EventIncompatible", "com.example.Old$In /legacy/* *.old");
    }

    @ParameterizedTest
    @EnumSource(names = {"PREFORK", "WORKER"})
    void inTheOtherModelsItHasNoEffect(Model model) throws ConfigurationException {
        Directives directives = Checked.file(model, "EventIncompatible /legacy/*").build();
        assertThat(directives.eventIncompatible()).isEqualTo(Incompatible.NONE);
        assertThat(directives.findings())
                .extracting(Finding::toString)
                .anyMatch(line -> line.contains("has no effect in " + model + ", only in event"));
    }

    @ParameterizedTest
    @CsvSource({
        "/legacy/*, /legacy/a/b, true",
        "/legacy/*, /legacy, true",
        "/legacy/*, /legacyA, false",
        "/legacy/*, /other, false",
        "/exact, /exact, true",
        "/exact, /exact/a, false",
        "*.old, /a/b.old, true",
        "*.old, /a.old/b, false",
        "*.old, /old, false",
        "/, /anything, true",
        "/*, /anything, true"
    })
    void aPatternIsAServletMappings(String pattern, String path, boolean matches) {
        assertThat(UrlPattern.isOne(pattern)).isTrue();
        assertThat(new UrlPattern(pattern).matches(path)).isEqualTo(matches);
    }
}
