package org.servletmpm.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

/** A busy hour writes a bounded number of lines, and nothing is left out in silence. */
class RateLimitedLoggerTest {

    private final List<String> written = new ArrayList<>();
    private long now = Long.MAX_VALUE - RateLimitedLogger.MINUTE_NANOS;
    private final RateLimitedLogger logger = new RateLimitedLogger(new Written(), () -> now);

    private final class Written implements System.Logger {
        @Override
        public String getName() {
            return "written";
        }

        @Override
        public boolean isLoggable(Level level) {
            return level != Level.DEBUG;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable cause) {
            written.add(level + " " + message + (cause == null ? "" : " " + cause.getMessage()));
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... values) {
            written.add(level + " " + format);
        }
    }

    @Test
    void anHourOfThousandsOfLinesIsAFewThousand() {
        for (int second = 0; second < 3600; second++) {
            for (int n = 0; n < 50; n++) {
                logger.log(Level.INFO, "line");
            }
            now += 1_000_000_000L;
        }
        assertThat(written).hasSizeLessThanOrEqualTo(60 * (RateLimitedLogger.LINES + 1));
        assertThat(written.stream().filter(line -> line.contains("left out"))).hasSize(59);
    }

    @Test
    void whatWasLeftOutIsSaidWhenTheNextMinuteBegins() {
        for (int n = 0; n < RateLimitedLogger.LINES + 7; n++) {
            logger.log(Level.INFO, "line " + n);
        }
        assertThat(written).hasSize(RateLimitedLogger.LINES).doesNotContain("INFO line 120");
        now += RateLimitedLogger.MINUTE_NANOS;
        logger.log(Level.ERROR, "next", new IllegalStateException("why"));

        assertThat(written)
                .hasSize(RateLimitedLogger.LINES + 2)
                .endsWith(
                        "WARNING 7 more lines were left out: 120 a minute are written",
                        "ERROR next why");
    }

    @Test
    void linesBelowTheLevelDoNotCount() {
        for (int n = 0; n < 1000; n++) {
            logger.log(Level.DEBUG, "line");
        }
        logger.log(Level.INFO, "wanted");
        assertThat(written).containsExactly("INFO wanted");
    }
}
