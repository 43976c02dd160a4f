package org.servletmpm.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads from the kernel how many connections wait to be accepted: {@code Recv-Q} of the listening
 * socket. Any thread.
 *
 * @param proc where the system says it: {@code /proc}
 */
record ListenQueue(Path proc) {

    private static final int RECEIVE_QUEUE = 4;
    private static final int INODE = 9;
    private static final int HEXADECIMAL = 16;

    /**
     * @return -1 where the system does not tell
     */
    int length() {
        try {
            // The listening socket is standard input.
            String socket = Files.readSymbolicLink(proc.resolve("self/fd/0")).toString();
            String inode = socket.replaceAll("\\D", "");
            for (String table : List.of("tcp", "tcp6")) {
                int length = length(proc.resolve("self/net").resolve(table), inode);
                if (length >= 0) {
                    return length;
                }
            }
            return -1;
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    private static int length(Path table, String inode) throws IOException {
        for (String line : Files.readAllLines(table, StandardCharsets.US_ASCII)) {
            String[] words = line.strip().split("\\s+");
            if (words.length > INODE && words[INODE].equals(inode)) {
                String queue = words[RECEIVE_QUEUE];
                return Integer.parseInt(queue.substring(queue.indexOf(':') + 1), HEXADECIMAL);
            }
        }
        return -1;
    }
}
