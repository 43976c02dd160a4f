package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /spin?rounds=N}: a request that computes, the same amount however busy the machine is: N
 * rounds of a xorshift generator, the last number of which is the answer.
 */
final class SpinServlet extends Page {
    private static final long serialVersionUID = 1L;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        long rounds =
                Query.of(request.getParameterMap(), "rounds")
                        .number("rounds", 1_000_000, 0, 10_000_000_000L);
        send(response, "text/plain", spin(rounds) + "\n");
    }

    private static long spin(long rounds) {
        long state = 1;
        for (long i = 0; i < rounds; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
        }
        return state;
    }
}
