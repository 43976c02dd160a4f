package org.servletmpm.demo.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What goes into a page cannot break out of its place there. */
class TextTest {

    @Test
    void jsonQuotesWhatWouldEndAString() {
        assertThat(new Json().add("a", "say \"\\\"\n").add("b", 1).add("c", null).text())
                .isEqualTo("{\"a\":\"say \\\"\\\\\\\"\\u000a\",\"b\":1,\"c\":null}\n");
    }

    @Test
    void htmlIsEscaped() {
        assertThat(IndexServlet.escape("<a href='x' id=\"y\">&"))
                .isEqualTo("&lt;a href=&#39;x&#39; id=&quot;y&quot;&gt;&amp;");
    }
}
