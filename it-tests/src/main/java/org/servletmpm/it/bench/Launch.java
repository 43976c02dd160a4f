package org.servletmpm.it.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.servletmpm.it.process.DemoProcess;

/**
 * Starts the servers that are compared, all in the same way.
 *
 * @param javaHome the JVM's that they run in
 * @param jar the demo's
 * @param jvm its options
 */
record Launch(Path javaHome, Path jar, List<String> jvm) {

    /** A main class of these tests, which prints what the demo prints. */
    DemoProcess main(Class<?> main) throws IOException {
        List<String> options = new ArrayList<>(jvm);
        options.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return DemoProcess.start(javaHome, options);
    }

    DemoProcess demo(List<String> arguments) throws IOException {
        return DemoProcess.start(javaHome, jar, jvm, arguments);
    }
}
