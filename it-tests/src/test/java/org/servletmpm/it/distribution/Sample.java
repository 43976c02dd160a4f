package org.servletmpm.it.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A sample as its README says it is used: the README's blocks of commands, run by a shell at the
 * top of the repository. The first block builds the project, which the build that runs the test has
 * done; the last one starts the server.
 */
final class Sample {

    private static final int PATIENCE_SECONDS = 120;
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    private final Path directory;
    private final List<String> blocks;

    private Sample(Path directory, List<String> blocks) {
        this.directory = directory;
        this.blocks = blocks;
    }

    /**
     * @param said what the README says, and what the test runs instead: versions, in pairs of a
     *     regular expression and what takes its place
     */
    static Sample named(String name, String... said) throws IOException {
        Path directory = TOP.resolve("samples").resolve(name);
        String readme = instead(Files.readString(directory.resolve("README.md")), said);
        List<String> blocks = BLOCK.matcher(readme).results().map(block -> block.group(1)).toList();
        if (blocks.size() != 3) {
            throw new IllegalStateException(directory + ": " + blocks.size() + " blocks, not 3");
        }
        return new Sample(directory, blocks);
    }

    /** What the README has in {@code target} after its second block. */
    Path putTogether() throws Exception {
        Path target = directory.resolve("target");
        MadeOnce.delete(target);
        Files.createDirectories(target);
        Path log = target.resolve("putting-together.log");
        return MadeOnce.alone(
                Distribution.MAVEN,
                () -> {
                    Process shell = shell(TOP, "set -e\n" + blocks.get(1), log);
                    if (!shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            || shell.exitValue() != 0) {
                        shell.destroyForcibly();
                        throw new IllegalStateException(Files.readString(log));
                    }
                    return target;
                });
    }

    /**
     * The README's third block, at work where its second has ended.
     *
     * @param said as in {@link #named}
     */
    Process start(Path where, Path log, String... said) throws IOException {
        return shell(where, "exec " + instead(blocks.get(2), said), log);
    }

    /** Deploys the sample that is a WAR to a container that looks at {@code webapps}. */
    static void copyWar(Path container) throws IOException {
        Files.copy(
                TOP.resolve("samples/war/target/threads.war"),
                container.resolve("webapps/threads.war"));
    }

    private static String instead(String text, String... said) {
        String changed = text;
        for (int i = 0; i < said.length; i += 2) {
            changed = changed.replaceAll(said[i], said[i + 1]);
        }
        return changed;
    }

    private static Process shell(Path where, String script, Path log) throws IOException {
        ProcessBuilder shell =
                new ProcessBuilder("sh", "-c", script)
                        .directory(where.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        String jdk = System.getProperty("java.home");
        shell.environment().put("JAVA_HOME", jdk);
        shell.environment().merge("PATH", jdk + "/bin:", (path, bin) -> bin + path);
        shell.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + Distribution.repository());
        return shell.start();
    }
}
