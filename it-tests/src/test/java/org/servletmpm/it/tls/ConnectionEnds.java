package org.servletmpm.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.servletmpm.it.client.RawConnection;

/** Five connections over TLS that end in different ways, so that every thread has its part. */
final class ConnectionEnds {

    private ConnectionEnds() {}

    static void of(TlsClient client, int port) throws Exception {
        // Idle until the server ends it.
        try (TlsConnection idle = client.connect(port)) {
            idle.http().get("/peer");
            idle.http().awaitEnd();
        }
        // Bytes that do not fit into the socket: written by the application, sent from a file.
        for (String path : List.of("/peer?size=8000000", "/file")) {
            try (TlsConnection slow = client.connect(port, 16 << 10)) {
                RawConnection http = slow.http().request(path, "Connection: close");
                assertThat(http.isAnswered()).isTrue();
                assertThat(http.read().status()).isEqualTo(200);
                http.awaitEnd();
            }
        }
        try (TlsConnection slow = client.over(ByteByByteSocket::new).connect(port)) {
            slow.http().send(RawConnection.head("POST", "/peer", "Content-Length: 10"));
            slow.http().send(new byte[10]).read();
            slow.socket().close();
        }
        try (TlsConnection gone = client.connect(port)) {
            gone.http().request("/file").isAnswered();
            gone.http().reset();
        }
    }
}
