package org.servletmpm.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Asks this process for a page, by HTTP/1.1. Immutable.
 *
 * @param path with its query, as a client sends it
 * @param tls whether TLS is spoken; any certificate will do, as both ends are this process
 */
record PageRequest(String path, boolean tls) {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");

    /**
     * Reads the whole answer. The calling thread waits for as long as it takes.
     *
     * @return its status
     * @throws IOException when there is none
     */
    int statusAt(InetSocketAddress address) throws IOException {
        try (Socket socket = socket(address)) {
            Writer request =
                    new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.ISO_8859_1);
            request.write("GET " + path + " HTTP/1.1\r\n");
            request.write("Host: localhost\r\nUser-Agent: WarmUp\r\nConnection: close\r\n\r\n");
            request.flush();
            BufferedReader answer =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String line = answer.readLine();
            Matcher status = STATUS.matcher(line == null ? "" : line);
            if (!status.matches()) {
                throw new IOException("no status line but " + line);
            }
            answer.transferTo(Writer.nullWriter());
            return Integer.parseInt(status.group(1));
        }
    }

    private Socket socket(InetSocketAddress address) throws IOException {
        if (!tls) {
            return new Socket(address.getAddress(), address.getPort());
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            return context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS: " + e.getMessage(), e);
        }
    }

    /** Believes every certificate. */
    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
