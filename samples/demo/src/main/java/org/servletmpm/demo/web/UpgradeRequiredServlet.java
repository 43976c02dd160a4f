package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /ws} for who asks without an upgrade: 426 (RFC 9110, 15.5.22). It has to be there: Tomcat
 * runs no filter, not even that of WebSocket, for a path without a servlet.
 */
final class UpgradeRequiredServlet extends Page {
    private static final long serialVersionUID = 1L;
    private static final int UPGRADE_REQUIRED = 426;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(UPGRADE_REQUIRED);
        response.setHeader("Upgrade", "websocket");
        response.setHeader("Connection", "Upgrade");
        send(response, "text/plain", "a WebSocket\n");
    }
}
