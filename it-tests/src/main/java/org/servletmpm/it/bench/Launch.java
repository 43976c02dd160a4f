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

    /** For somebody else to start the demo by. */
    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve(Path.of("bin", "java")).toString());
        command.addAll(jvm);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        return command;
    }

    DemoProcess demo(List<String> arguments) throws IOException {
        return DemoProcess.start(javaHome, jar, jvm, arguments);
    }
}
