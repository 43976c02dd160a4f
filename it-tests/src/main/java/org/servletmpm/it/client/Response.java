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

/**
 * One complete answer; a truncated one is never built but ends in an {@link EOFException}.
 *
 * @param trailers the fields behind a chunked body
 */
public record Response(
        int status, Map<String, String> headers, byte[] body, Map<String, String> trailers) {

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
        Optional<Response> header = readHeaderIfAny(in);
        return header.isPresent() ? Optional.of(header.get().withBody(in)) : header;
    }

    static Response readHeader(InputStream in) throws IOException {
        return readHeaderIfAny(in).orElseThrow(() -> new EOFException("closed without an answer"));
    }

    private static Optional<Response> readHeaderIfAny(InputStream in) throws IOException {
        String statusLine = readLine(in);
        if (statusLine == null) {
            return Optional.empty();
        }
        if (!statusLine.matches("HTTP/1\\.[01] \\d{3}.*")) {
            throw new IOException("not a status line: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        return Optional.of(new Response(status, readHeaders(in), new byte[0], Map.of()));
    }

    private Response withBody(InputStream in) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))) {
            var whole = new ByteArrayOutputStream();
            for (byte[] data = chunkData(in); data.length > 0; data = chunkData(in)) {
                whole.write(data);
            }
            return new Response(status, headers, whole.toByteArray(), readHeaders(in));
        }
        return new Response(status, headers, readBody(in), Map.of());
    }

    private static Map<String, String> readHeaders(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = present(readLine(in)); !line.isEmpty(); line = present(readLine(in))) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] readBody(InputStream in) throws IOException {
        if (status / 100 == 1 || status == 204 || status == 304) {
            return new byte[0];
        }
        String length = headers.get("Content-Length");
        return length == null ? in.readAllBytes() : readExactly(in, Integer.parseInt(length));
    }

    /** Empty for the last one; trailer fields are read, and forgotten. */
    static byte[] readChunk(InputStream in) throws IOException {
        byte[] data = chunkData(in);
        if (data.length == 0) {
            readHeaders(in);
        }
        return data;
    }

    private static byte[] chunkData(InputStream in) throws IOException {
        int size = Integer.parseInt(present(readLine(in)).split(";")[0].strip(), 16);
        byte[] data = readExactly(in, size);
        if (size > 0) {
            present(readLine(in));
        }
        return data;
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
