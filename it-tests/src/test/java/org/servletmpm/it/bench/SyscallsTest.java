package org.servletmpm.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** perf's counts are read by name. */
class SyscallsTest {

    @Test
    void countsAreByNameAndWhatCannotBeCountedIsLeftOut() {
        List<String> lines =
                List.of(
                        "# started on Sun Nov 22 13:10:15 2026",
                        "",
                        "147740,,raw_syscalls:sys_enter,1697069085,100.00,,",
                        "55049,,syscalls:sys_enter_futex,1697092109,100.00,,",
                        "<not counted>,,syscalls:sys_enter_read,0,100.00,,");
        assertThat(Syscalls.parse(lines)).hasToString("{all=147740, futex=55049}");
    }
}
