package org.servletmpm.it.same;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.same.Transcript.Ending;

/** One connection on which one case is played. Runs in the test's thread. */
final class Exchange {

    /** What shows that a connection is kept open. */
    private static final String PROBE =
            Case.head("GET /hello?and=so HTTP/1.1", "Host: next", "Connection: close");

    private final RawConnection connection;
    private final StringBuilder read = new StringBuilder();

    /** Null as long as the connection has not ended. */
    private Ending ending;

    /** The answer that was read last said that nothing follows it. */
    private boolean last;

    private Exchange(RawConnection connection) {
        this.connection = connection;
    }

    static Transcript play(Case played, int port) throws IOException {
        boolean tls = played.setting().tls() && !played.is(Case.Trait.PLAIN_CLIENT);
        try (RawConnection connection = RawConnection.open(port, tls)) {
            return new Exchange(connection).play(played);
        }
    }

    private Transcript play(Case played) {
        boolean reads = false;
        boolean head = false;
        boolean half = false;
        for (Step step : played.steps()) {
            if (step instanceof Step.Send send) {
                send(send.bytes());
                head |= send.bytes().startsWith("HEAD ");
            } else if (step instanceof Step.HalfClose) {
                halfClose();
                half = true;
            } else {
                reads = true;
                read(step);
            }
        }
        if (!reads) {
            answer(head);
        }
        if (ending == null && !last && !half) {
            read.append("\n--- kept open; the next request's answer:\n");
            send(PROBE);
            int before = read.length();
            toTheEnd();
            if (read.length() == before) {
                // Whether it came before the end, and is answered by RST, is chance.
                read.append("--- none: it was not kept open after all");
                ending = Ending.CLOSED;
            }
        }
        toTheEnd();
        return Transcript.of(read.toString(), ending);
    }

    private void read(Step step) {
        if (step instanceof Step.Answer answer) {
            answer(answer.head());
        } else if (step instanceof Step.Until until) {
            String end = until.end();
            while (ending == null && read.indexOf(end, read.length() - end.length()) < 0) {
                bytes(1);
            }
        } else if (step instanceof Step.Bytes bytes) {
            bytes(bytes.count());
        } else {
            toTheEnd();
        }
    }

    /** A server that has closed already shows it when the client reads. */
    private void send(String bytes) {
        try {
            connection.send(bytes);
        } catch (IOException alreadyEnded) {
            return;
        }
    }

    private void halfClose() {
        try {
            connection.halfClose();
        } catch (IOException alreadyEnded) {
            return;
        }
    }

    private void answer(boolean head) {
        String line = line();
        if (!line.matches("HTTP/1\\.[01] \\d{3}.*\r\n")) {
            toTheEnd();
            return;
        }
        int status = Integer.parseInt(line.substring(9, 12));
        String header = header();
        last = header.contains("\nconnection: close\r\n");
        if (head || status / 100 == 1 || status == 204 || status == 304) {
            return;
        }
        if (header.contains("\ntransfer-encoding: chunked\r\n")) {
            chunks();
        } else if (header.contains("\ncontent-length: ")) {
            bytes(
                    Integer.parseInt(
                            header.replaceAll("(?s).*\ncontent-length: (\\d+)\r\n.*", "$1")));
        } else {
            toTheEnd();
        }
    }

    /** The lines in lower case, each after a line feed. */
    private String header() {
        StringBuilder lines = new StringBuilder("\n");
        for (String line = line(); line.length() > 2; line = line()) {
            lines.append(line.toLowerCase(Locale.ROOT));
        }
        return lines.toString();
    }

    private void chunks() {
        for (String size = line(); ending == null; size = line()) {
            int bytes = Integer.parseInt(size.strip(), 16);
            if (bytes == 0) {
                header();
                return;
            }
            bytes(bytes + 2);
        }
    }

    /** With its end; what there is of it when the connection ends before. */
    private String line() {
        int from = read.length();
        while (bytes(1) && read.charAt(read.length() - 1) != '\n') {
            continue;
        }
        return read.substring(from);
    }

    private void toTheEnd() {
        while (bytes(1)) {
            continue;
        }
    }

    /**
     * @return whether all of them came before the end
     */
    private boolean bytes(int count) {
        if (ending != null) {
            return false;
        }
        try {
            byte[] bytes = connection.readBytes(count);
            read.append(new String(bytes, StandardCharsets.ISO_8859_1));
            if (bytes.length < count) {
                ending = Ending.CLOSED;
            }
        } catch (SocketTimeoutException e) {
            ending = Ending.SILENT;
        } catch (SocketException e) {
            ending = Ending.RESET;
        } catch (SSLException e) {
            ending = e.getCause() instanceof SocketException ? Ending.RESET : Ending.CUT;
        } catch (IOException e) {
            throw new IllegalStateException("reading from a socket", e);
        }
        return ending == null;
    }
}
