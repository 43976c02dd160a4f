package org.servletmpm.it.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One complete answer; a truncated one is never built but ends in an {@link EOFException}. */
public record Response(int status, Map<String, String> headers, byte[] body) {

    public String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Whether the server said that this is the connection's last answer. */
    public boolean closes() {
        return header("Connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    /** The value of a field of a flat JSON object, without quotes. */
    public String json(String field) {
        Matcher value =
                Pattern.compile("\"" + field + "\"\\s*:\\s*(?:\"([^\"]*)\"|([^,}\\s]+))")
                        .matcher(text());
        if (!value.find()) {
            throw new AssertionError("no field " + field + " in " + text());
        }
        return value.group(1) != null ? value.group(1) : value.group(2);
    }

    /** Empty when the stream ends before the first byte of an answer. */
    static Optional<Response> readFrom(InputStream in) throws IOException {
        String statusLine = readLine(in);
        if (statusLine == null) {
            return Optional.empty();
        }
        if (!statusLine.matches("HTTP/1\\.[01] \\d{3}.*")) {
            throw new IOException("not a status line: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        Map<String, String> headers = readHeaders(in);
        return Optional.of(new Response(status, headers, readBody(in, status, headers)));
    }

    private static Map<String, String> readHeaders(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = present(readLine(in)); !line.isEmpty(); line = present(readLine(in))) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static byte[] readBody(InputStream in, int status, Map<String, String> headers)
            throws IOException {
        if (status / 100 == 1 || status == 204 || status == 304) {
            return new byte[0];
        }
        if ("chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))) {
            return readChunks(in);
        }
        String length = headers.get("Content-Length");
        return length == null ? in.readAllBytes() : readExactly(in, Integer.parseInt(length));
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(present(readLine(in)).split(";")[0].strip(), 16);
            if (size == 0) {
                readHeaders(in);
                return body.toByteArray();
            }
            body.write(readExactly(in, size));
            present(readLine(in));
        }
    }

    private static byte[] readExactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("truncated: " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static String present(String line) throws EOFException {
        if (line == null) {
            throw new EOFException("truncated between lines");
        }
        return line;
    }

    /** Null at the end of the stream. */
    private static String readLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("truncated in a line: " + line);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
