package org.servletmpm.tomcat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.ContainerMembers;

/**
 * Every member of Tomcat's that we override or rely on is as it was when somebody last looked. A
 * compiler notices only half of it: a method that is overridden no more because its parameters have
 * changed, or that a new one has taken the place of, is legal Java.
 */
class TomcatMembersTest {

    @Test
    void tomcatIsShapedAsTheAdapterKnowsIt() throws IOException {
        ContainerMembers.check(
                "org.servletmpm.tomcat",
                "org.apache.",
                ServerInfo.getServerInfo(),
                Path.of("src/test/resources/org/servletmpm/tomcat/tomcat-members.txt"));
    }
}
