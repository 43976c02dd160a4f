package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.servletmpm.demo.compare.ComparedModel;
import org.servletmpm.demo.compare.Comparison;
import org.servletmpm.demo.compare.Figures;
import org.servletmpm.demo.compare.Load;

/**
 * {@code /}: a comparison of the models, started by a form and shown while it runs; what they are,
 * and where everything else is.
 */
final class IndexServlet extends Page {
    private static final long serialVersionUID = 1L;

    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'"
                    + "; frame-ancestors 'none'";

    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Servlet MPM demo</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem }
            dt, th { font-weight: 600 }
            a { color: light-dark(#0645ad, #8ab4f8) }
            fieldset { border: 1px solid #8888; margin: 0 0 .5rem; padding: 0 .75rem .25rem }
            label { display: inline-block; margin-right: 1rem }
            button { font: inherit; padding: .35rem 1rem }
            .tables { overflow-x: auto }
            table { border-collapse: collapse; font-size: .85rem; line-height: 1.25; width: 100%% }
            th, td { text-align: left; padding: .25rem .4rem; border-bottom: 1px solid #8884; vertical-align: top }
            meter { width: 3.5rem }
            .workers { font: .8rem monospace; white-space: nowrap }
            .workers b, .workers i { display: inline-block; width: 1.1em; text-align: center; margin-right: 1px;
              font-style: normal; background: #8883 }
            .workers b { background: #d9480f; color: #fff }
            .now { border-left: 4px solid #d9480f; padding-left: .75rem }
            @media (max-width: 30rem) { meter { display: none } th, td { padding: .25rem .2rem; font-size: .75rem }
              .workers { white-space: normal } }
            </style>
            </head>
            <body>
            <h1>Servlet MPM demo</h1>
            <p>This is %s, serving as <strong>%s</strong>.</p>
            <h2>See what the models differ in</h2>
            <p>Start a second server in this JVM, with 8 workers, and put 32 clients on it. A normal client asks
            beside them for 13 bytes, each time on a new connection; it gives up after two seconds.</p>
            %s
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
            <li><a href="leak?kb=1024">/leak?kb=1024</a>: keeps so much memory for ever</li>
            <li>/exit?code=1: ends the JVM</li>
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

    private final String container;
    private final String model;
    private final transient Comparison comparison;
    private final transient ComparisonForm form = new ComparisonForm();

    IndexServlet(String container, String model, Comparison comparison) {
        super("GET", "POST");
        this.container = container;
        this.model = model;
        this.comparison = comparison;
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        if (request.getMethod().equals("POST")) {
            start(request, response);
        } else {
            show(request, response);
        }
    }

    private void start(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        Query query = Query.of(request.getParameterMap(), ComparisonForm.TOKEN, "model", "load");
        if (!form.mayStart(request)) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            send(response, "text/plain", "only by the form that / shows on this machine\n");
            return;
        }
        boolean begun =
                comparison.start(
                        query.choice("model", ComparedModel.class),
                        query.choice("load", Load.class));
        if (begun) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", "/");
        } else {
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            send(response, "text/plain", "another comparison is running\n");
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", POLICY);
        String section =
                "<p>Only a client of this machine may do that (not with --children process).</p>";
        if (form.isShownTo(request)) {
            Comparison.State state = comparison.state();
            if (state.running()) {
                response.setHeader("Refresh", "1");
            }
            section = section(state);
        }
        send(response, "text/html", PAGE.formatted(escape(container), escape(model), section));
    }

    private String section(Comparison.State state) {
        StringBuilder html = new StringBuilder();
        if (state.running()) {
            Figures now = state.results().get(state.results().size() - 1);
            html.append(
                    """
                    <p class="now"><strong>%s, %s</strong>: %d of %d seconds.
                    <a href="server-status?refresh=1" target="_blank">The status page</a> shows both servers,
                    worker by worker.</p>
                    """
                            .formatted(
                                    now.model(),
                                    now.load().title(),
                                    now.seconds(),
                                    Comparison.SECONDS));
        } else {
            html.append(form.html());
        }
        state.failure().ifPresent(why -> html.append("<p>" + escape(why) + "</p>\n"));
        html.append("<div class=\"tables\">\n").append(ComparisonTables.html(state));
        return html.append("</div>\n").toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
