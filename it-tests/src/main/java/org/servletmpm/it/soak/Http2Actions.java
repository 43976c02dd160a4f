package org.servletmpm.it.soak;

import static org.servletmpm.it.soak.Checks.assertEquals;
import static org.servletmpm.it.soak.Checks.assertPattern;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.client.RawConnection;

/** HTTP/2 by the JDK's client, whose connections several clients share, and by hand. */
final class Http2Actions {

    private static final Duration PATIENCE = Duration.ofMillis(RawConnection.PATIENCE);

    /** Tomcat keeps no longer body while it upgrades (maxSavePostSize). */
    private static final int UPGRADE_BODY = 4_000;

    private record Asked(CompletableFuture<HttpResponse<byte[]>> answer, byte[] upload, int size) {}

    private Http2Actions() {}

    static List<Action.Named> all() {
        return List.of(
                new Action.Named("h2-streams", Http2Actions::streams),
                new Action.Named("h2-cancelled", Http2Actions::cancelled),
                new Action.Named("h2-cut", CutHttp2::perform));
    }

    private static void streams(Client client) throws Exception {
        List<Asked> asked = ask(client);
        for (Asked each : asked) {
            check(client, each);
        }
    }

    /**
     * Some of the streams are reset, but no upload: Tomcat does not give back what the connection's
     * window has lost to one whose application has not read all of it (its own connector neither).
     * In the end no upload on that connection goes on.
     */
    private static void cancelled(Client client) throws Exception {
        List<Asked> asked = ask(client);
        client.pause(20);
        for (Asked each : asked) {
            if (each.upload() == null && client.chance(0.5) && each.answer().cancel(true)) {
                client.leavesOne("h2 stream cancelled");
            } else {
                check(client, each);
            }
        }
    }

    private static List<Asked> ask(Client client) {
        List<Asked> asked = new ArrayList<>();
        int most = client.target().http2() ? 16 : 3;
        var jdkClient = client.jdkClient();
        for (int left = client.between(1, most); left > 0; left--) {
            boolean post = client.chance(0.3);
            int length = client.target().tls() ? 200_000 : post ? UPGRADE_BODY : 200_000;
            int size = client.between(0, length);
            byte[] upload = post ? Checks.pattern(0, size) : null;
            HttpRequest.Builder request =
                    HttpRequest.newBuilder().timeout(PATIENCE.multipliedBy(2));
            if (post) {
                request.uri(client.jdkClientUri("/upload"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(upload));
            } else {
                request.uri(client.jdkClientUri("/big?bytes=" + size));
            }
            client.asks();
            var answer =
                    jdkClient.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            asked.add(new Asked(answer, upload, size));
        }
        return asked;
    }

    private static void check(Client client, Asked asked) throws Exception {
        HttpResponse<byte[]> answer;
        try {
            answer = asked.answer().get(3 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (CancellationException e) {
            client.leavesOne("h2 stream cancelled");
            return;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HttpTimeoutException
                    && client.target().behaviour().forgetsStreams()) {
                client.told("h2 timed out");
                return;
            }
            // A protocol error is the server's fault: the relay sees to it that none is the
            // client's.
            if (e.getCause() instanceof IOException ended
                    && !(ended instanceof HttpTimeoutException)
                    && !(ended instanceof ProtocolException)) {
                // The client knows of a connection's end only when it has begun to ask.
                String why = String.valueOf(ended.getMessage()).replaceFirst("^/[0-9.:]+ ", "");
                client.told("h2 ended: " + why);
                return;
            }
            throw e;
        }
        Checks.assertStatus(200, answer.statusCode());
        if (asked.upload() == null) {
            assertPattern(answer.body(), 0, asked.size());
        } else {
            String json = new String(answer.body(), StandardCharsets.UTF_8);
            assertEquals(json, true, json.contains(Checks.sha256(asked.upload())));
        }
        client.answered();
    }
}
