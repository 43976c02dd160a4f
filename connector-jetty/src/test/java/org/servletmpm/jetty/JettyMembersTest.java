package org.servletmpm.jetty;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.ContainerMembers;

/**
 * Every member of Jetty's that we override or rely on is as it was when somebody last looked. A
 * compiler notices only half of it: a method that is overridden no more because its parameters have
 * changed, or that a new one has taken the place of, is legal Java.
 */
class JettyMembersTest {

    @Test
    void jettyIsShapedAsTheAdapterKnowsIt() throws IOException {
        ContainerMembers.check(
                "org.servletmpm.jetty",
                "org.eclipse.jetty.",
                "Jetty " + Server.getVersion(),
                Path.of("src/test/resources/org/servletmpm/jetty/jetty-members.txt"));
    }
}
