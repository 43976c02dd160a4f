package org.servletmpm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.servletmpm.scoreboard.RequestText;
import org.servletmpm.worker.SlowRequest;

/** An entry of the slow log says what an operator needs, and is bounded. */
class SlowLogTest {

    private static final StackTraceElement FRAME =
            new StackTraceElement("com.example.Orders", "find", "Orders.java", 42);

    private static String entry(RequestText text, int frames) {
        List<StackTraceElement> stack = Collections.nCopies(frames, FRAME);
        return SlowLog.entry(
                "slow request on port 8080",
                new SlowRequest("mpm-8080-1.0-worker-7", 5012, text, stack));
    }

    @Test
    void anEntryHasThreadTimeRequestClientAndStack() {
        RequestText text = new RequestText("192.0.2.7", "HTTP/1.1", "www", "GET /orders HTTP/1.1");
        assertThat(entry(text, 2))
                .isEqualTo(
                        "slow request on port 8080, mpm-8080-1.0-worker-7, 5012 ms so far: GET"
                                + " /orders HTTP/1.1 from 192.0.2.7\n"
                                + "\tat com.example.Orders.find(Orders.java:42)\n"
                                + "\tat com.example.Orders.find(Orders.java:42)");
    }

    @Test
    void textOfAClientCannotLookLikeAnotherLine() {
        RequestText text = new RequestText("1\n2", "", "", "GET /\r\nINFO all is well\u001b[2J");
        assertThat(entry(text, 0))
                .endsWith("GET /??INFO all is well?[2J from 1?2")
                .doesNotContain("\n", "\r");
    }

    @Test
    void withoutDescriptionsAndWithADeepStackItIsBounded() {
        assertThat(entry(RequestText.NONE, SlowLog.FRAMES + 7))
                .contains("(not described: ExtendedStatus Off)")
                .endsWith("\n\t... 7 more")
                .hasLineCount(1 + SlowLog.FRAMES + 1);
    }
}
