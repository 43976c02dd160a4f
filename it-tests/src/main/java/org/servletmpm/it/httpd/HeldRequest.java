package org.servletmpm.it.httpd;

import java.io.IOException;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * A request that occupies a worker for as long as its client likes: its body does not end.
 *
 * <p>The server can be asked something by way of it without a worker becoming free or one more
 * being needed: the end of the body, the question and the next endless request arrive together, so
 * the worker goes from one to the next. That works in every model and when no worker is idle.
 */
final class HeldRequest implements AutoCloseable {

    private static final String PIECE = "1\r\nx\r\n";
    private static final String END = "0\r\n\r\n";

    private final RawConnection connection;
    private final String endless;
    private final boolean bound;

    /**
     * @param path of something that reads the body while it answers
     * @param bound whether the worker stays with the connection: prefork and worker
     */
    HeldRequest(int port, String path, boolean bound) throws IOException {
        this.bound = bound;
        endless = RawConnection.head("POST", path, "Transfer-Encoding: chunked") + PIECE;
        connection = RawConnection.open(port, false).send(endless);
    }

    Response ask(String path) throws IOException {
        String question = END + RawConnection.head("GET", path);
        connection.send(bound ? question : question + endless);
        connection.read();
        Response answer = connection.read();
        if (bound) {
            connection.send(endless);
        }
        return answer;
    }

    void end() throws IOException {
        connection.send(END).read();
        connection.close();
    }

    /** Whatever state it is in. */
    @Override
    public void close() throws IOException {
        connection.close();
    }
}
