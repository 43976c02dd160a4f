package org.servletmpm.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a file, or a part of it, with what it says about the code. With {@code -Dwrite=true} the
 * file is put right first.
 *
 * @param file in the module's folder
 */
public record WrittenFile(Path file) {

    /** A path in the module's folder. */
    public static WrittenFile of(String first, String... more) {
        return new WrittenFile(Path.of(first, more));
    }

    /** The whole file is {@code content}. */
    public void is(String content) throws IOException {
        if (Boolean.getBoolean("write")) {
            Files.writeString(file, content);
        }
        assertThat(Files.readString(file))
                .as("%s is written by this test: run it with -Dwrite=true", file)
                .isEqualTo(content);
    }

    /**
     * A part of the file is {@code content}.
     *
     * @param begin the whole line before it
     * @param end the whole line after it
     */
    public void has(String begin, String content, String end) throws IOException {
        String kept = Files.readString(file);
        int from = kept.indexOf(begin + "\n") + begin.length() + 1;
        int to = kept.indexOf(end + "\n", from);
        assertThat(from).as("%s: line %s", file, begin).isGreaterThan(begin.length());
        assertThat(to).as("%s: line %s", file, end).isPositive();
        is(kept.substring(0, from) + content + "\n" + kept.substring(to));
    }
}
