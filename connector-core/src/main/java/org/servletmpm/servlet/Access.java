package org.servletmpm.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.servletmpm.status.AllowedClients;

/**
 * Decides which clients may see the status: those whose address is in a list, and those in a role.
 * Immutable; any thread.
 *
 * @param allowed by address
 * @param role empty permits nobody by role
 */
record Access(AllowedClients allowed, Optional<String> role) {
    static final String ALLOW = "allow";
    static final String ROLE = "role";

    /**
     * @param allow the init parameter's value, null for this machine's own addresses
     * @param role the init parameter's value, null for none
     * @throws ServletException if either is not allowed; it names parameter, value and what is
     *     allowed
     */
    static Access of(String allow, String role) throws ServletException {
        if (role != null && role.isBlank()) {
            throw new ServletException(
                    "init parameter role: \""
                            + role
                            + "\" is blank, allowed is the name of a role");
        }
        AllowedClients clients = clients(allow == null ? AllowedClients.THIS_MACHINE : allow);
        if (clients.isEmpty() && role == null) {
            throw new ServletException(
                    "init parameter allow: \""
                            + allow
                            + "\" names no address, which is allowed only with a role:"
                            + " nobody could see the status");
        }
        return new Access(clients, Optional.ofNullable(role).map(String::strip));
    }

    private static AllowedClients clients(String list) throws ServletException {
        try {
            return AllowedClients.of(list);
        } catch (IllegalArgumentException e) {
            throw new ServletException("init parameter allow: " + e.getMessage(), e);
        }
    }

    /**
     * Decides whether the client may see the status. A client that only a role can permit, and that
     * is not authenticated, is asked to log in by the container in its configured way: then the
     * response is complete and the answer is no.
     */
    boolean permits(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return allowed.contain(request.getRemoteAddr())
                || role.isPresent() && known(request, response) && request.isUserInRole(role.get());
    }

    private static boolean known(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (request.getUserPrincipal() != null) {
            return true;
        }
        try {
            return request.authenticate(response);
        } catch (ServletException refused) {
            // No login is configured, or it failed: the client is not in the role.
            return false;
        }
    }
}
