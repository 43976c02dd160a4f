package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.servletmpm.demo.compare.Comparison;
import org.servletmpm.inherit.Inherited;

/**
 * Decides who may start a comparison: a client of this machine that has seen the page.
 *
 * <p>A page of another site could have a browser of this machine send the form, but does not know
 * the token; nor can it read it by letting its own name resolve to the loopback (DNS rebinding),
 * because the page has to be asked for by a name of this machine.
 */
final class ComparisonForm {
    static final String TOKEN = "token";

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final String token = newToken();

    private static String newToken() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /**
     * Whether the request comes from this machine and names it. A child process shows none: each
     * would have a token of its own.
     */
    boolean isShownTo(HttpServletRequest request) {
        try {
            return !Inherited.isHere()
                    && NAMES.contains(request.getServerName())
                    && InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            // A Unix domain socket's client has none.
            return false;
        }
    }

    /** Whether it may start one as well. */
    boolean mayStart(HttpServletRequest request) {
        String given = request.getParameter(TOKEN);
        return isShownTo(request)
                && given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8));
    }

    String html() {
        return """
               <form method="post" action="/">
               <input type="hidden" name="token" value="%s">
               <fieldset><legend>Model</legend>
               <label><input type="radio" name="model" value="event" checked> event</label>
               <label><input type="radio" name="model" value="worker"> worker</label>
               <label><input type="radio" name="model" value="prefork"> prefork</label>
               <label><input type="radio" name="model" value="stock"> stock, the container's own</label>
               </fieldset>
               <fieldset><legend>Load</legend>
               <label><input type="radio" name="load" value="readers" checked> slow readers</label>
               <label><input type="radio" name="load" value="kept"> keep-alive crowd</label>
               <label><input type="radio" name="load" value="blocked"> blocked workers</label>
               </fieldset>
               <button>Start, %d seconds</button>
               </form>
               """
                .formatted(token, Comparison.SECONDS);
    }
}
