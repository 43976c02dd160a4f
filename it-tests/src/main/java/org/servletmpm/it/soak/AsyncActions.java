package org.servletmpm.it.soak;

import static org.servletmpm.it.soak.Checks.assertPattern;
import static org.servletmpm.it.soak.Checks.assertText;

import java.util.List;
import org.servletmpm.it.client.Response;

/** Requests that leave their thread. */
final class AsyncActions {

    private AsyncActions() {}

    static List<Action.Named> all() {
        return List.of(
                new Action.Named("async-complete", text("complete")),
                new Action.Named("async-timeout", AsyncActions::timeout),
                new Action.Named("async-start", text("start")),
                new Action.Named("async-dispatch", AsyncActions::dispatch),
                new Action.Named("async-error", AsyncActions::error),
                new Action.Named("nonblocking", AsyncActions::nonblocking),
                new Action.Named("events", AsyncActions::events));
    }

    private static Action text(String mode) {
        return client -> {
            assertText(ask(client, mode), 200, "async " + mode + "\n");
            client.answered();
        };
    }

    private static void timeout(Client client) throws Exception {
        long millis = client.target().behaviour().asyncTimeoutMillis();
        client.asks();
        Response answer = client.open().get("/async?mode=timeout&ms=" + millis);
        assertText(answer, 200, "async timeout\n");
        client.answered();
    }

    private static void dispatch(Client client) throws Exception {
        assertText(ask(client, "dispatch"), 200, PageActions.HELLO);
        client.answered();
    }

    private static void error(Client client) throws Exception {
        Checks.assertStatus(500, ask(client, "error").status());
        client.answered();
    }

    private static Response ask(Client client, String mode) throws Exception {
        client.asks();
        return client.open().get("/async?mode=" + mode + "&ms=" + client.between(0, 60));
    }

    private static void nonblocking(Client client) throws Exception {
        int size = client.between(0, 1_000_000);
        client.asks();
        Response answer = client.open(32_768).get("/nonblocking?size=" + size);
        Checks.assertStatus(200, answer.status());
        assertPattern(answer.body(), 0, size);
        client.answered();
    }

    private static void events(Client client) throws Exception {
        int events = client.between(1, 10);
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= events; i++) {
            expected.append("id: ").append(i).append("\ndata: event ").append(i).append("\n\n");
        }
        client.asks();
        String query = "/sse?events=" + events + "&ms=" + client.between(0, 20);
        assertText(client.open().get(query), 200, expected.toString());
        client.answered();
    }
}
