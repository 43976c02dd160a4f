package org.servletmpm.tomcat;

import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.connection.Adapter;
import org.servletmpm.contract.AdapterContract;
import org.servletmpm.contract.Application;
import org.servletmpm.contract.ContractServlet;

/** Tomcat's adapter keeps the contract. */
class TomcatContractTest extends AdapterContract {

    private static final ContractServlet SERVLET = new ContractServlet();

    private static EmbeddedTomcat tomcat;

    @BeforeAll
    static void start(@TempDir Path base) throws LifecycleException {
        tomcat =
                EmbeddedTomcat.serving(
                        base,
                        SERVLET,
                        "mpm=event",
                        "keepAliveTimeout=" + Application.KEEP_ALIVE_MILLIS);
    }

    @AfterAll
    static void stop() throws LifecycleException {
        tomcat.close();
    }

    @Override
    protected Adapter adapter() {
        return tomcat.protocol().mpm().adapter();
    }

    @Override
    protected Application application() {
        return SERVLET;
    }
}
