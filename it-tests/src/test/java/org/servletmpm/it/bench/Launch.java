package org.servletmpm.it.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.servletmpm.it.process.DemoProcess;

/**
 * How servers are started, the same for all that are compared.
 *
 * @param javaHome the JVM's that they run in
 * @param jar the demo's
 * @param jvm its options
 */
record Launch(Path javaHome, Path jar, List<String> jvm) {

    DemoProcess demo(List<String> arguments) throws IOException {
        return DemoProcess.start(javaHome, jar, jvm, arguments);
    }
}
