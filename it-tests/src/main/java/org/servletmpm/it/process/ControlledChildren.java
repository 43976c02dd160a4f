package org.servletmpm.it.process;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Asks a control for its children, without a JVM of {@code mpmctl} for each look. */
public final class ControlledChildren {

    private static final Pattern CHILD =
            Pattern.compile(
                    "ChildProcess\\d+: generation=\\d+ pid=(\\d+) state=(\\w+) age=\\d+"
                            + " snapshot=(\\d+)");

    /**
     * A child as its control sees it.
     *
     * @param state starting, serving or leaving
     */
    public record Child(long pid, String state, int snapshot) {}

    private ControlledChildren() {}

    /**
     * @param run the control's directory
     * @throws IOException when it does not answer
     */
    public static List<Child> of(Path run) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(run.resolve("mpm.ctl")));
            channel.write(StandardCharsets.UTF_8.encode("status query=auto\n"));
            String status = new String(Channels.newInputStream(channel).readAllBytes());
            return CHILD.matcher(status)
                    .results()
                    .map(
                            row ->
                                    new Child(
                                            Long.parseLong(row.group(1)),
                                            row.group(2),
                                            Integer.parseInt(row.group(3))))
                    .toList();
        }
    }
}
