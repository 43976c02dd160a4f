package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code POST /trailers}: reads the body and the trailer fields behind it, and answers with the
 * trailer fields {@code X-Length} (bytes of the body) and {@code X-Echo-<name>} for each.
 */
final class TrailersServlet extends Page {
    private static final long serialVersionUID = 1L;

    TrailersServlet() {
        super("POST");
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        Query.ofUrl(request);
        InputStream in = request.getInputStream();
        long length = in.transferTo(OutputStream.nullOutputStream());
        Map<String, String> trailers = new LinkedHashMap<>();
        trailers.put("X-Length", Long.toString(length));
        if (request.isTrailerFieldsReady()) {
            request.getTrailerFields()
                    .forEach((name, value) -> trailers.put("X-Echo-" + name, value));
        }
        response.setContentType("text/plain");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Trailer", String.join(", ", trailers.keySet()));
        response.setTrailerFields(() -> trailers);
        OutputStream out = response.getOutputStream();
        out.write((length + " bytes\n").getBytes(StandardCharsets.US_ASCII));
        // Before its length is known, so that it is chunked.
        out.flush();
    }
}
