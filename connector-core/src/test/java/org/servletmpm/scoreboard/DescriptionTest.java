package org.servletmpm.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.servletmpm.directive.Model;

/** A request's text is kept as far as the fixed width of its record allows. */
class DescriptionTest {
    private final Scoreboard scoreboard = Scoreboard.create(Model.WORKER, 1, 2, 0);
    private final WorkerScore worker = scoreboard.claim(0, 1, 0).worker(0);

    @Test
    void longTextIsCutToItsField() {
        String longText = "0123456789".repeat(30);
        worker.describe(longText, longText, longText, "GET", "/" + longText);

        assertThat(text())
                .isEqualTo(
                        new RequestText(
                                longText.substring(0, 48),
                                longText.substring(0, 16),
                                longText.substring(0, 64),
                                "GET /" + longText.substring(0, 123)));
    }

    @Test
    void aLineThatFitsWithoutItsProtocolGoesWithoutIt() {
        String fits = "/".repeat(128 - "GET  HTTP/1.1".length());
        worker.describe("c", "HTTP/1.1", "h", "GET", fits);
        assertThat(text().request()).isEqualTo("GET " + fits + " HTTP/1.1").hasSize(128);

        worker.describe("c", "HTTP/1.1", "h", "GET", fits + "/");
        assertThat(text().request()).isEqualTo("GET " + fits + "/");
        assertThat(text().protocol()).isEqualTo("HTTP/1.1");
    }

    @Test
    void nothingIsEscapedAndNothingElseStands() {
        worker.describe("c", "HTTP/1.1", "h", "GET", "/<b>&\u0000\r\n\u001b[31m\u00fc\u4e2d\ud83d");
        assertThat(text().request()).isEqualTo("GET /<b>&\u0000\r\n\u001b[31m\u00fc?? HTTP/1.1");
    }

    @Test
    void nullIsEmpty() {
        worker.describe("client", "HTTP/1.1", "host", "GET", "/");
        worker.describe(null, null, null, null, null);
        assertThat(text()).isEqualTo(RequestText.NONE);
        worker.describe(null, null, null, "QUIT", null);
        assertThat(text()).isEqualTo(new RequestText("", "", "", "QUIT"));
    }

    @Test
    void aShortTextLeavesNothingOfALongOne() {
        for (int turn = 0; turn < 3; turn++) {
            worker.describe("long client", "HTTP/1.1", "long host", "OPTIONS", "/a/long/target");
            worker.describe("c", "p", "h", "M", "t");
            assertThat(text()).isEqualTo(new RequestText("c", "p", "h", "M t p"));
        }
    }

    @Test
    void recordsBesideItKeepTheirText() {
        WorkerSnapshot other = scoreboard.snapshot().children().get(0).workers().get(1);
        String wide = "x".repeat(200);
        worker.describe(wide, wide, wide, wide, wide);
        worker.describe(wide, wide, wide, wide, wide);
        assertThat(scoreboard.snapshot().children().get(0).workers().get(1)).isEqualTo(other);
    }

    @Test
    void withoutExtendedStatusNothingIsWrittenOrShown() {
        worker.describe("client", "HTTP/1.1", "host", "GET", "/before");
        scoreboard.shown(1, 2, false);
        assertThat(text()).isEqualTo(RequestText.NONE);
        worker.describe("client", "HTTP/1.1", "host", "GET", "/meanwhile");
        scoreboard.shown(1, 2, true);
        assertThat(text().request()).isEqualTo("GET /before HTTP/1.1");
    }

    private RequestText text() {
        return scoreboard.snapshot().children().get(0).workers().get(0).text();
    }
}
