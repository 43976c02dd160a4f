package org.servletmpm.tomcat;

import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardContext;
import org.servletmpm.servlet.StatusServlet;

/**
 * Serves the {@link StatusServlet} as a web application without files, for a Tomcat that nobody
 * writes code for: {@code conf/Catalina/localhost/server-status.xml} with the one line
 *
 * <pre>{@code <Context className="org.servletmpm.tomcat.StatusContext"/>}</pre>
 *
 * <p>serves it at {@code /server-status}; the file's name is the path, as for any such file. Only
 * clients of this machine see it, unless {@code allow} says otherwise.
 */
public final class StatusContext extends StandardContext {

    private static final String SERVLET = "server-status";

    /** The value of the servlet's init parameter of that name; null leaves it out. */
    private String allow;

    /**
     * @param addresses who may see the status instead of this machine's own clients: addresses and
     *     CIDR blocks, separated by commas or blanks
     */
    public void setAllow(String addresses) {
        allow = addresses;
    }

    /**
     * @return null unless it was set
     */
    public String getAllow() {
        return allow;
    }

    /**
     * {@inheritDoc} Ignored: Tomcat would guess a directory from the path, and not start without
     * it.
     */
    @Override
    public void setDocBase(String directory) {}

    /** {@inheritDoc} Adds the servlet each time, because a stop takes it out. */
    @Override
    protected void startInternal() throws LifecycleException {
        Wrapper status = createWrapper();
        status.setName(SERVLET);
        status.setServletClass(StatusServlet.class.getName());
        if (allow != null) {
            status.addInitParameter("allow", allow);
        }
        addChild(status);
        addServletMappingDecoded("/*", SERVLET);
        super.startInternal();
    }
}
