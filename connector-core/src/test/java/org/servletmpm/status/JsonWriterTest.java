package org.servletmpm.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text of clients can neither end a string nor hide in one. */
class JsonWriterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain äöü 漢 😀 | plain äöü 漢 😀",
                "a\"b | a\\\"b",
                "a\\b | a\\\\b",
                "</script> | </script>",
            })
    void textIsWrittenAsItIsButForQuotesAndBackslashes(String text, String written) {
        assertThat(member(text)).isEqualTo(written);
    }

    @Test
    void invisibleCharactersAreEscaped() {
        assertThat(member("a\nb\rc\td")).isEqualTo("a\\nb\\rc\\td");
        assertThat(member("\0\u001b[31m\u007f\u009b"))
                .isEqualTo("\\u0000\\u001b[31m\\u007f\\u009b");
        assertThat(member("\u202egnp\u2028")).isEqualTo("\\u202egnp\\u2028");
        assertThat(member("\ud83d")).isEqualTo("\\ud83d");
        assertThat(member("\udb40\udc01")).as("a tag").isEqualTo("\\udb40\\udc01");
    }

    private static String member(String text) {
        String document = new JsonWriter().object().member("m", text).end().document();
        assertThat(document).startsWith("{\n  \"m\": \"").endsWith("\"\n}\n");
        return document.substring(10, document.length() - 4);
    }

    @Test
    void membersAndElementsAreSeparated() {
        JsonWriter json = new JsonWriter().object().member("a", 1).member("b", true);
        json.name("c").array().element().end().element().member("d", .5).end().end();
        json.name("e").object().end().member("f", Double.NaN).end();
        assertThat(json.document())
                .isEqualTo(
                        """
                        {
                          "a": 1,
                          "b": true,
                          "c": [
                            {},
                            {
                              "d": 0.5
                            }
                          ],
                          "e": {},
                          "f": null
                        }
                        """);
    }

    @Test
    void anIncompleteDocumentIsRefused() {
        JsonWriter json = new JsonWriter().object().name("a").array();
        assertThatThrownBy(json::document).hasMessage("still open: }]");
    }
}
