package org.servletmpm.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which clients may see the status: those whose address is in a list, and those in a role.
 * Immutable; any thread.
 *
 * @param allowed blocks of addresses; none permits nobody by address
 * @param role empty permits nobody by role
 */
record Access(List<AddressBlock> allowed, Optional<String> role) {
    static final String ALLOW = "allow";
    static final String ROLE = "role";

    private static final String THIS_MACHINE = "127.0.0.0/8, ::1";

    Access {
        allowed = List.copyOf(allowed);
    }

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
        List<AddressBlock> blocks = blocks(allow == null ? THIS_MACHINE : allow);
        if (blocks.isEmpty() && role == null) {
            throw new ServletException(
                    "init parameter allow: \""
                            + allow
                            + "\" names no address, which is allowed only with a role:"
                            + " nobody could see the status");
        }
        return new Access(blocks, Optional.ofNullable(role).map(String::strip));
    }

    private static List<AddressBlock> blocks(String list) throws ServletException {
        List<AddressBlock> blocks = new ArrayList<>();
        for (String entry : list.split("[,\\s]+")) {
            if (!entry.isEmpty()) {
                blocks.add(
                        AddressBlock.parse(entry)
                                .orElseThrow(
                                        () ->
                                                new ServletException(
                                                        "init parameter allow: \""
                                                                + entry
                                                                + "\" is no address, allowed are"
                                                                + " IPv4 and IPv6 addresses and"
                                                                + " blocks such as 10.0.0.0/8 or"
                                                                + " fd00::/8, separated by commas"
                                                                + " or blanks; names are not"
                                                                + " looked up")));
            }
        }
        return blocks;
    }

    /**
     * Decides whether the client may see the status. A client that only a role can permit, and that
     * is not authenticated, is asked to log in by the container in its configured way: then the
     * response is complete and the answer is no.
     */
    boolean permits(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return listed(request.getRemoteAddr())
                || role.isPresent() && known(request, response) && request.isUserInRole(role.get());
    }

    private boolean listed(String client) {
        return client != null
                && AddressBlock.address(client)
                        .filter(
                                address ->
                                        allowed.stream().anyMatch(block -> block.contains(address)))
                        .isPresent();
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
