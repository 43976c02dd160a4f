package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /}: what the three models are, how this server runs, and where everything else is. */
final class IndexServlet extends Page {
    private static final long serialVersionUID = 1L;

    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Servlet MPM demo</title>
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
            dt { font-weight: bold }
            </style>
            </head>
            <body>
            <h1>Servlet MPM demo</h1>
            <p>This is %s, serving as <strong>%s</strong>.</p>
            <dl>
            <dt>prefork</dt>
            <dd>A child is one thread: it accepts a connection and stays with it to its end. As many
            clients are served as there are children; the next one waits in the kernel's backlog.</dd>
            <dt>worker</dt>
            <dd>A child has a listener that accepts and many workers; the worker that gets a
            connection stays with it, also while the client is silent.</dd>
            <dt>event</dt>
            <dd>The listener watches all silent connections; a worker has one only while there is
            something to do, so that a few workers serve thousands of connections.</dd>
            </dl>
            <h2>Pages</h2>
            <ul>
            <li><a href="hello">/hello</a>: 13 bytes</li>
            <li><a href="big?bytes=1000000">/big?bytes=1000000</a>: a long answer, in blocking writes;
            <a href="big?bytes=40&amp;chunk=4&amp;delay=500">a slow one</a></li>
            <li><a href="sleep?ms=2000">/sleep?ms=2000</a>: holds its worker for two seconds</li>
            <li><a href="mixed?every=2&amp;ms=1000">/mixed?every=2&amp;ms=1000</a>: one request in two
            holds its worker</li>
            <li><a href="spin?rounds=100000000">/spin?rounds=100000000</a>: computes</li>
            <li><a href="thread">/thread</a>: which thread serves this connection (reload it: prefork
            and worker stay with one)</li>
            <li><a href="pinned">/pinned</a>: the same behind a filter that is event-incompatible: event
            stays with one too</li>
            <li><a href="error?type=exception">/error?type=exception</a>,
            <a href="error?type=StackOverflowError">StackOverflowError</a>,
            <a href="error?type=OutOfMemoryError">OutOfMemoryError</a>,
            <a href="error?type=Error">Error</a>: a request that fails</li>
            <li><a href="interrupt">/interrupt</a>: leaves its thread interrupted, then writes</li>
            <li><a href="server-status">/server-status</a>: what every child and worker is doing; for
            programs <a href="server-status?auto">as mod_status's text</a>, <a
            href="server-status?json">JSON</a>, <a href="server-status?openmetrics">OpenMetrics</a></li>
            <li>POST to /echo: the body comes back</li>
            <li>POST to /upload: the length and the SHA-256 of the body</li>
            <li><a href="file">/file</a>, <a href="file/10000000">/file/10000000</a>: a file of so many
            bytes, sent by the container's own servlet for files</li>
            <li><a href="async?mode=complete&amp;ms=500">/async?mode=complete&amp;ms=500</a>,
            <a href="async?mode=dispatch">dispatch</a>, <a href="async?mode=timeout">timeout</a>,
            <a href="async?mode=error">error</a>, <a href="async?mode=start">start</a>: a request that
            leaves its thread, and how it ends</li>
            <li><a href="nonblocking?size=1000000">/nonblocking?size=1000000</a>: a long answer without
            a blocking write; POST: the body comes back</li>
            <li><a href="sse?events=10&amp;ms=500">/sse?events=10&amp;ms=500</a>: server-sent events</li>
            <li>WebSocket /ws: an echo; &quot;push 9&quot;, &quot;idle 2000&quot; and &quot;close
            1000&quot; do as they say</li>
            <li>POST to /trailers: the trailer fields come back</li>
            <li>POST to /early: an answer before the body is read (<a
            href="early?status=413">/early?status=413</a>)</li>
            <li>POST to /latch: a task that blocks until the body has been read</li>
            </ul>
            </body>
            </html>
            """;

    private final String page;

    IndexServlet(String container, String model) {
        page = PAGE.formatted(escape(container), escape(model));
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(response, "text/html", page);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
