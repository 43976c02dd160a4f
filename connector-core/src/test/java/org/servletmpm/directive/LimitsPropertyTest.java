package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever numbers are written, the engine is given limits it can lay its slots out for. */
class LimitsPropertyTest {

    private static final int ROUNDS = 5_000;
    private static final int[] EDGES = {
        Integer.MIN_VALUE,
        -1,
        0,
        1,
        2,
        16,
        24,
        25,
        26,
        63,
        64,
        65,
        256,
        400,
        20_000,
        20_001,
        100_001,
        200_001,
        Integer.MAX_VALUE
    };

    @ParameterizedTest
    @EnumSource
    void holdForAnyNumbers(Model model) throws ConfigurationException {
        List<Directive> pool =
                List.of(Directive.values()).stream()
                        .filter(d -> d.syntax() == Syntax.CORRECTED && d.concerns(model))
                        .toList();
        Random random = new Random(model.ordinal());
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder written = new StringBuilder();
            Directives.Builder builder = Directives.builder().model(model);
            for (Directive directive : pool) {
                if (random.nextBoolean()) {
                    int number = any(random);
                    builder.set(directive.camelCase(), "" + number, Origin.of("--set"));
                    written.append(directive).append(' ').append(number).append("; ");
                }
            }
            int maxThreads = any(random);
            boolean fromContainer = random.nextBoolean();
            if (fromContainer) {
                Checked.with(builder, "maxThreads", maxThreads);
                written.append("maxThreads ").append(maxThreads);
            }
            Directives directives = builder.build();

            assertSound(directives, pool, written.toString());
            if (fromContainer && !directives.isExplicit(Directive.MAX_REQUEST_WORKERS)) {
                assertThat(directives.maxRequestWorkers())
                        .as(written.toString())
                        .isLessThanOrEqualTo(Math.max(1, maxThreads));
            }
        }
    }

    private static void assertSound(Directives directives, List<Directive> pool, String written) {
        for (Directive directive : pool) {
            assertThat(directives.number(directive)).as(directive + ": " + written).isPositive();
        }
        assertThat(directives.childrenLimit() * directives.threadsPerChild())
                .as(written)
                .isEqualTo(directives.maxRequestWorkers());
        assertThat(directives.childrenLimit()).as(written).isBetween(1, directives.serverLimit());
        assertThat(directives.startServers()).as(written).isBetween(1, directives.childrenLimit());
        assertThat(directives.threadsPerChild()).as(written).isBetween(1, directives.threadLimit());
        assertThat(directives.maxSpareThreads())
                .as(written)
                .isGreaterThanOrEqualTo(directives.minSpareThreads());
        assertThat(directives.maxSpareServers())
                .as(written)
                .isGreaterThanOrEqualTo(directives.minSpareServers());
    }

    private static int any(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> random.nextInt(1, 1000);
            default -> random.nextInt();
        };
    }
}
