package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what the kernel says of memory, in the files that proc(5) and cgroups(7) name. */
class SystemMemoryTest {

    private static final long MB = 1 << 20;

    @TempDir private Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private SystemMemory memory() {
        return new SystemMemory(root);
    }

    private void machine() throws IOException {
        write("proc/meminfo", "MemTotal:        4194304 kB\nMemAvailable:    1048576 kB\n");
    }

    @Test
    void aMachineWithoutLimits() throws IOException {
        machine();
        write("proc/self/cgroup", "0::/\n");
        write("proc/vmstat", "oom_kill_disable 1\noom_kill 7\n");
        assertThat(memory().total()).hasValue(4096 * MB);
        assertThat(memory().available()).hasValue(1024 * MB);
        assertThat(memory().kills()).isEqualTo(7);
    }

    @Test
    void aSystemThatSaysNothing() {
        assertThat(memory().total()).isEmpty();
        assertThat(memory().kills()).isZero();
    }

    /** As systemd's MemoryMax= sets it, on the unit or on its slice. */
    @Test
    void theLowestLimitOfTheGroupAndThoseAbove() throws IOException {
        machine();
        write("proc/self/cgroup", "0::/system.slice/shop.service\n");
        write("sys/fs/cgroup/system.slice/shop.service/memory.max", "max\n");
        write("sys/fs/cgroup/system.slice/memory.max", "536870912\n");
        assertThat(memory().total()).hasValue(512 * MB);
        write("sys/fs/cgroup/system.slice/shop.service/memory.max", "268435456\n");
        assertThat(memory().available()).hasValue(256 * MB);
    }

    @Test
    void aContainersOwnLimitIsAtTheTop() throws IOException {
        machine();
        write("proc/self/cgroup", "5:cpu:/docker/1\n4:memory:/docker/1\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "314572800\n");
        assertThat(memory().total()).hasValue(300 * MB);
        write("sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes", "104857600\n");
        assertThat(memory().total()).as("seen from outside").hasValue(100 * MB);
    }
}
