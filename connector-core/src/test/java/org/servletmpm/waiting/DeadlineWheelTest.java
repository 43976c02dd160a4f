package org.servletmpm.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.servletmpm.waiting.DeadlineWheel.TICK;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wheel of deadlines against a sorted map of them. */
class DeadlineWheelTest {

    /** How much time the wheel spans, and so what a long jump of the clock is. */
    private static final long TURN = 1024 * TICK;

    private static final class Due extends DeadlineWheel.Entry {
        final int number;

        /** When it is to be looked at, at the earliest; the least of what it was added with. */
        long deadline = -1;

        /** When it was added: what is due already is looked at within a tick from then. */
        long added;

        Due(int number) {
            this.number = number;
        }

        boolean filed() {
            return deadline >= 0;
        }
    }

    private long now = 5_000;
    private final DeadlineWheel deadlines = new DeadlineWheel(now);

    @Test
    void nothingToWaitForIsNoLimit() {
        assertThat(deadlines.untilNext(now)).isZero();
    }

    @Test
    void aDeadlineIsNeverEarlyAndAtMostATickLate() {
        for (long deadline = now; deadline < now + 3 * TICK; deadline++) {
            DeadlineWheel wheel = new DeadlineWheel(now);
            Due due = new Due(0);
            wheel.add(due, deadline);
            long looked = -1;
            for (long time = now; looked < 0; time++) {
                List<DeadlineWheel.Entry> seen = new ArrayList<>();
                wheel.expire(time, seen::add);
                looked = seen.isEmpty() ? -1 : time;
            }
            assertThat(looked).isBetween(deadline + 1, deadline + TICK);
        }
    }

    @Test
    void whoLooksMayAddAgain() {
        Due due = new Due(0);
        List<Long> looks = new ArrayList<>();
        deadlines.add(due, now + 100);
        for (int n = 0; n < 5; n++) {
            now += deadlines.untilNext(now);
            deadlines.expire(
                    now,
                    entry -> {
                        looks.add(now);
                        deadlines.add(entry, now + 100);
                    });
        }
        assertThat(looks).hasSize(5).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whatIsRemovedTwiceOrWasNeverThereDoesNoHarm() {
        Due stays = new Due(0);
        Due goes = new Due(1);
        deadlines.remove(goes);
        deadlines.add(stays, now + 50);
        deadlines.add(goes, now + 50);
        deadlines.remove(goes);
        deadlines.remove(goes);

        List<DeadlineWheel.Entry> seen = new ArrayList<>();
        deadlines.expire(now + 50 + TICK, seen::add);
        assertThat(seen).containsExactly(stays);
        assertThat(deadlines.untilNext(now)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithASortedMap(long seed) {
        Random random = new Random(seed);
        List<Due> all = new ArrayList<>();
        for (int n = 0; n < 60; n++) {
            all.add(new Due(n));
        }
        TreeMap<Long, List<Due>> reference = new TreeMap<>();
        for (int step = 0; step < 20_000; step++) {
            Due due = all.get(random.nextInt(all.size()));
            int choice = random.nextInt(100);
            if (choice < 45) {
                add(reference, due, now + distance(random));
            } else if (choice < 60) {
                drop(reference, due);
                deadlines.remove(due);
            } else {
                advance(reference, random);
            }
            untilNextIsNeverTooLate(reference);
        }
    }

    private long distance(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> -random.nextInt(1000);
            case 1 -> 0;
            case 2 -> TURN + random.nextInt((int) TURN);
            case 3 -> 5 * TURN + random.nextInt(1000);
            case 4 -> TURN - TICK + random.nextInt(2 * (int) TICK);
            default -> random.nextInt(3_000);
        };
    }

    /** As documented: an entry moves in, never out. */
    private void add(TreeMap<Long, List<Due>> reference, Due due, long deadline) {
        deadlines.add(due, deadline);
        long at = Math.max(deadline, 0);
        if (due.filed() && due.deadline <= at) {
            return;
        }
        drop(reference, due);
        due.deadline = at;
        due.added = now;
        reference.computeIfAbsent(at, k -> new ArrayList<>()).add(due);
    }

    private static void drop(TreeMap<Long, List<Due>> reference, Due due) {
        if (due.filed()) {
            List<Due> same = reference.get(due.deadline);
            same.remove(due);
            if (same.isEmpty()) {
                reference.remove(due.deadline);
            }
            due.deadline = -1;
        }
    }

    private void advance(TreeMap<Long, List<Due>> reference, Random random) {
        long until = deadlines.untilNext(now);
        now +=
                switch (random.nextInt(20)) {
                    case 0 -> TURN + random.nextInt((int) TURN);
                    case 1 -> 7 * TURN;
                    case 2 -> 0;
                    case 3, 4, 5, 6, 7, 8 -> until;
                    default -> random.nextInt(200);
                };
        deadlines.expire(
                now,
                entry -> {
                    Due due = (Due) entry;
                    assertThat(due.filed()).as("entry %d is filed", due.number).isTrue();
                    assertThat(due.deadline).as("not early at %d", now).isLessThan(now);
                    drop(reference, due);
                    if (random.nextInt(3) == 0) {
                        add(reference, due, now + distance(random));
                    }
                });
        for (List<Due> left : reference.values()) {
            for (Due due : left) {
                assertThat(now - Math.max(due.deadline, due.added))
                        .as("entry %d, due at %d, at %d", due.number, due.deadline, now)
                        .isLessThan(TICK);
            }
        }
    }

    private void untilNextIsNeverTooLate(TreeMap<Long, List<Due>> reference) {
        long until = deadlines.untilNext(now);
        if (reference.isEmpty()) {
            assertThat(until).isZero();
            return;
        }
        assertThat(until).isPositive();
        long latest =
                reference.values().stream()
                        .flatMap(List::stream)
                        .mapToLong(due -> Math.max(due.deadline, due.added) + TICK)
                        .min()
                        .orElseThrow();
        assertThat(now + until).isLessThanOrEqualTo(Math.max(latest, now + 1));
    }
}
