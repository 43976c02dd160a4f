package org.servletmpm.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.tomcat.util.net.NioEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A jar is left out where Tomcat has a list of such jars, once. */
class JarScanningTest {

    private final String before = System.getProperty(JarScanning.LEFT_OUT);

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(JarScanning.LEFT_OUT);
        } else {
            System.setProperty(JarScanning.LEFT_OUT, before);
        }
    }

    @Test
    void aJarIsAddedToTheListOnce() {
        System.setProperty(JarScanning.LEFT_OUT, "bootstrap.jar,catalina.jar");

        JarScanning.leaveOut(NioEndpoint.class);
        JarScanning.leaveOut(NioEndpoint.class);

        assertThat(System.getProperty(JarScanning.LEFT_OUT))
                .matches("bootstrap\\.jar,catalina\\.jar,tomcat-embed-core-[\\d.]+\\.jar");
    }

    @Test
    void withoutAListThereIsNoneAfterwards() {
        System.clearProperty(JarScanning.LEFT_OUT);

        JarScanning.leaveOut(NioEndpoint.class);

        assertThat(System.getProperty(JarScanning.LEFT_OUT)).isNull();
    }
}
