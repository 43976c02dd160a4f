package org.servletmpm.jetty.spring;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.ContainerMembers;

/** What the starter takes of Jetty is as it was when somebody last looked. */
class JettyMembersTest {

    @Test
    void jettyIsShapedAsTheStarterKnowsIt() throws IOException {
        ContainerMembers.check(
                "org.servletmpm.jetty.spring",
                "org.eclipse.jetty.",
                "Jetty " + Server.getVersion(),
                Path.of("src/test/resources/org/servletmpm/jetty/spring/jetty-members.txt"));
    }
}
