package org.servletmpm.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a run of the benchmark found.
 *
 * @param environment where it was made, in the order in which it is to be read
 * @param method how the figures were made
 * @param notes what is not in it, and why
 */
record Report(
        Map<String, String> environment,
        String method,
        List<Result> results,
        List<Cost> costs,
        List<PeerResult> peers,
        List<String> notes) {

    private static final String NAME = "benchmark";

    /**
     * Writes it as benchmark.md, benchmark.json and, where the targets are in it, benchmark.svg.
     *
     * @param directory made if need be
     */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(NAME + ".md"), Markdown.of(this));
        String json =
                JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(this);
        Files.writeString(directory.resolve(NAME + ".json"), json + "\n");
        Path svg = directory.resolve(NAME + ".svg");
        Optional<String> picture = BarChart.of(this);
        if (picture.isPresent()) {
            Files.writeString(svg, picture.get());
        } else {
            // It would be of another run.
            Files.deleteIfExists(svg);
        }
    }
}
