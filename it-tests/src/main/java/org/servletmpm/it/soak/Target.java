package org.servletmpm.it.soak;

/**
 * A server that clients can reach.
 *
 * @param stock whether the container's own connector serves, which ends kept connections as it
 *     likes
 * @param http2 whether it has HTTP/2; else clients that want it get HTTP/1.1
 * @param bound whether a connection has a thread, and ends with it in a restart
 * @param behaviour its container's
 * @param disruptions when it had which
 */
record Target(
        String name,
        int port,
        boolean tls,
        boolean stock,
        boolean http2,
        boolean bound,
        ContainerBehaviour behaviour,
        DisruptionLog disruptions) {

    String url(String path) {
        return (tls ? "https" : "http") + "://localhost:" + port + path;
    }

    @Override
    public String toString() {
        return name;
    }
}
