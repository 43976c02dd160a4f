package org.servletmpm.probe;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Holds what the status listener reads from the header of a request. Immutable.
 *
 * @param host of the Host field, without its port; empty where HTTP/1.0 has none
 * @param accept the Accept field's values in one; empty for none
 */
record ProbeRequest(String method, URI target, Optional<String> host, String accept) {

    /**
     * @param header of a request, with the empty line that ends it
     * @return empty when it is not one of HTTP/1
     */
    static Optional<ProbeRequest> parse(String header) {
        String[] lines = header.stripLeading().split("\r?\n");
        String[] words = lines[0].split(" ");
        if (words.length != 3 || !words[2].matches("HTTP/1\\.\\d")) {
            return Optional.empty();
        }
        String host = null;
        StringBuilder accept = new StringBuilder();
        for (int n = 1; n < lines.length; n++) {
            int colon = lines[n].indexOf(':');
            if (colon <= 0) {
                return Optional.empty();
            }
            String name = lines[n].substring(0, colon);
            String value = lines[n].substring(colon + 1).strip();
            if (name.equalsIgnoreCase("Host")) {
                if (host != null) {
                    return Optional.empty();
                }
                host = value.replaceFirst(":\\d*$", "");
            } else if (name.equalsIgnoreCase("Accept")) {
                accept.append(accept.isEmpty() ? "" : ",").append(value);
            }
        }
        if (host == null && !words[2].endsWith(".0")) {
            return Optional.empty();
        }
        return made(words[0], words[1], host, accept.toString());
    }

    private static Optional<ProbeRequest> made(
            String method, String target, String host, String accept) {
        try {
            URI uri = new URI(target.startsWith("//") ? "/" : target);
            return uri.getPath() == null
                    ? Optional.empty()
                    : Optional.of(new ProbeRequest(method, uri, Optional.ofNullable(host), accept));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
