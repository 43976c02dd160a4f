package org.servletmpm.status;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Holds the style rules of the status page, light and dark. No character of them has to be escaped
 * in HTML or XML, because the digest that allows them is of exactly these bytes. Immutable.
 */
record Stylesheet(String rules) {
    static final Stylesheet OF_THE_PAGE =
            new Stylesheet(
                    """

                    :root { color-scheme: light dark; --ink: #1d2530; --soft: #5a6675;
                      --line: #d9dfe7; --page: #ffffff; --band: #f3f6f9; --busy: #0b5cad;
                      --idle: #2c7a3f; --held: #8a5a00; --leaving: #a8325e }
                    @media (prefers-color-scheme: dark) {
                      :root { --ink: #dfe5ec; --soft: #98a4b3; --line: #333d4a; --page: #12171e;
                        --band: #1a212b; --busy: #6cb2ff; --idle: #6cc583; --held: #e0ad4e;
                        --leaving: #f08cb0 }
                    }
                    body { margin: 0 auto; max-width: 84rem; padding: 1.25rem 1rem 3rem;
                      background: var(--page); color: var(--ink);
                      font: 0.9375rem/1.5 system-ui, sans-serif }
                    h1 { font-size: 1.5rem; margin: 0 0 1rem; overflow-wrap: anywhere }
                    h2 { font-size: 1.2rem; margin: 2rem 0 0.75rem; padding-bottom: 0.25rem;
                      border-bottom: 2px solid var(--line) }
                    h3 { font-size: 1rem; margin: 1.5rem 0 0.5rem }
                    dl { margin: 0 }
                    dt { color: var(--soft) }
                    dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums }
                    nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; font-size: 0.875rem }
                    a { color: var(--busy) }
                    .charts { display: grid; gap: 1rem 1.5rem;
                      grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)) }
                    figure { margin: 0 }
                    figcaption { font-size: 0.8125rem; color: var(--soft) }
                    figcaption b { color: var(--ink); font-variant-numeric: tabular-nums }
                    figcaption span { float: right }
                    svg { display: block; width: 100%; height: 4.5rem; background: var(--band);
                      border-radius: 6px }
                    path { fill: none; stroke: var(--busy); stroke-width: 2; stroke-linejoin: round;
                      stroke-linecap: round; vector-effect: non-scaling-stroke }
                    .axis { margin: 0; font-size: 0.75rem; color: var(--soft) }
                    .figures { columns: 30rem 2; column-gap: 2.5rem; font-size: 0.875rem }
                    .figures div { display: flex; gap: 0.25rem 1rem; padding: 0.2rem 0;
                      border-bottom: 1px solid var(--line); break-inside: avoid }
                    .figures dt { flex: 0 0 14.5rem }
                    details { margin-top: 0.75rem }
                    summary { cursor: pointer; color: var(--soft) }
                    .scroll { overflow-x: auto; border: 1px solid var(--line);
                      border-radius: 6px }
                    table { border-collapse: collapse; width: 100%; font-size: 0.8125rem;
                      font-variant-numeric: tabular-nums }
                    th, td { padding: 0.25rem 0.6rem; text-align: left; white-space: nowrap }
                    thead th { background: var(--band); color: var(--soft) }
                    tbody td, tbody th, tfoot td, tfoot th { border-top: 1px solid var(--line) }
                    tfoot { background: var(--band); font-weight: bold }
                    td.number, thead .number { text-align: right }
                    td.request { white-space: normal; overflow-wrap: anywhere; min-width: 14rem }
                    .group { text-align: center; border-left: 1px solid var(--line) }
                    .letters { margin: 0; overflow-x: auto; padding: 0.6rem 0.8rem;
                      background: var(--band); border-radius: 6px;
                      font: 0.9375rem/1.4 ui-monospace, monospace; letter-spacing: 0.15em }
                    .key, .legend, .note { color: var(--soft) }
                    .key { margin: 0.5rem 0 0; font-size: 0.8125rem }
                    .key span { white-space: nowrap }
                    .key code, td.mode { font-family: ui-monospace, monospace;
                      font-weight: bold }
                    .legend { margin-top: 0.5rem; font-size: 0.8125rem; display: grid; column-gap: 2rem;
                      grid-template-columns: repeat(auto-fit, minmax(min(27rem, 100%), 1fr)) }
                    .legend div { display: flex; gap: 0.4rem }
                    .legend dt { flex: 0 0 3.5rem; font-weight: bold }
                    .lines li { margin: 0.3rem 0; overflow-wrap: anywhere }
                    .ready { color: var(--idle) }
                    .reading, .writing, .dns, .closing, .logging { color: var(--busy);
                      font-weight: bold }
                    .keepalive, .starting { color: var(--held); font-weight: bold }
                    .graceful, .idle_kill { color: var(--leaving); font-weight: bold }
                    .dead { color: var(--soft) }
                    @media (max-width: 48rem) {
                      .figures div { display: block }
                      .letters { letter-spacing: 0; width: 32ch; white-space: pre-wrap;
                        word-break: break-all }
                      thead { position: absolute; left: -99rem }
                      table, tbody, tfoot { display: block }
                      tr { display: flex; flex-wrap: wrap; gap: 0 0.8rem; padding: 0.3rem 0.6rem;
                        border-top: 1px solid var(--line) }
                      tbody th, tbody td, tfoot th, tfoot td { padding: 0; border: 0;
                        overflow-wrap: anywhere; white-space: normal }
                      td.request { min-width: 0; flex: 1 0 100% }
                      td:empty { display: none }
                      th[data-label]::before, td[data-label]::before { color: var(--soft);
                        content: attr(data-label) " "; font-weight: normal }
                    }
                    """);

    /**
     * @return the source for {@code style-src} in a Content-Security-Policy
     */
    String source() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(rules.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
