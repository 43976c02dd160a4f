package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.servletmpm.process.Recycler.Usage;

class RecyclerTest {

    private static final long MIN_LIFE = 15;
    private static final long MB = 1 << 20;

    private static Recycler recycler(long requests, long age, long memory, int heap) {
        return new Recycler(requests, age, memory, heap, 10, MIN_LIFE);
    }

    private static Usage child(int slot, long seconds, long requests, long memory) {
        return new Usage(slot, seconds, requests, memory, 0, 0, "");
    }

    @Test
    void nothingIsRecycledWithoutALimit() {
        Usage old =
                new Usage(0, Long.MAX_VALUE / 4, Long.MAX_VALUE / 4, Long.MAX_VALUE, 99, 80, "");
        assertThat(recycler(0, 0, 0, 0).choose(List.of(old))).isEmpty();
    }

    @Test
    void theLargestOfSeveralComesFirst() {
        List<Usage> children = List.of(child(0, 99, 500, 40 * MB), child(1, 20, 500, 90 * MB));
        assertThat(recycler(100, 0, 0, 0).choose(children)).map(Recycler.Choice::slot).contains(1);
    }

    @Test
    void aYoungChildStaysUnlessItWantsToGo() {
        Recycler recycler = recycler(1, 1, 1, 1);
        assertThat(recycler.choose(List.of(child(0, MIN_LIFE - 1, 500, 90 * MB)))).isEmpty();
        Usage wishing = new Usage(3, 0, 0, 0, 0, 0, "MaxConnectionsPerChild 7 is reached");
        assertThat(recycler.choose(List.of(wishing)))
                .contains(new Recycler.Choice(3, "MaxConnectionsPerChild 7 is reached"));
    }

    @Test
    void oneCollectionAfterTheOtherHasToLeaveTooMuch() {
        HeapTrend trend = new HeapTrend();
        for (long left : new long[] {80, 80, 85, 60, 81, 82}) {
            trend.seen(left * MB, 100 * MB, 70);
        }
        assertThat(trend.full()).isEqualTo(2);
        trend.seen(82 * MB, 100 * MB, 70);
        assertThat(trend.full()).as("the same collection again").isEqualTo(2);
        trend.seen(83 * MB, 100 * MB, 70);
        assertThat(trend.full()).isEqualTo(HeapTrend.ENOUGH);
        Usage full = new Usage(2, MIN_LIFE, 0, 0, trend.full(), 0, "");
        assertThat(recycler(0, 0, 0, 70).choose(List.of(full))).isPresent();
        assertThat(recycler(0, 0, 0, 0).choose(List.of(full))).isEmpty();
    }

    @Test
    void oneCollectionIsEnoughThatLeavesNextToNothingFree() {
        HeapTrend trend = new HeapTrend();
        trend.seen(85 * MB, 100 * MB, 70);
        assertThat(trend.full()).isEqualTo(1);
        trend.seen(86 * MB, 100 * MB, 70);
        assertThat(trend.full()).isEqualTo(HeapTrend.ENOUGH);
        trend.seen(60 * MB, 100 * MB, 70);
        assertThat(trend.full()).isZero();
    }

    @Test
    void aChildThatLeaksFilesIsRecycledWithoutADirective() {
        Usage leaking = new Usage(0, MIN_LIFE, 0, 0, 0, 81, "");
        assertThat(recycler(0, 0, 0, 0).choose(List.of(leaking)).orElseThrow().reason())
                .isEqualTo("81 % of the files that it may open are open");
    }

    /** Children that begin together and have the same load: at another number in each slot. */
    @Test
    void theyDoNotMeetAgain() {
        Recycler recycler = recycler(1_000, 0, 0, 0);
        List<Long> limits = new ArrayList<>();
        for (int slot = 0; slot < 4; slot++) {
            long requests = 1_000;
            while (recycler.choose(List.of(child(slot, 99, requests, 0))).isEmpty()) {
                requests++;
            }
            limits.add(requests);
        }
        assertThat(limits).containsExactly(1_000L, 1_050L, 1_025L, 1_075L);
    }

    @RepeatedTest(200)
    void whatIsChosenIsOverItsLimitAndNoneThatIsLargerIs(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Recycler recycler =
                new Recycler(
                        random.nextInt(3) * 100L,
                        random.nextInt(3) * 40L,
                        random.nextInt(3) * 50 * MB,
                        random.nextInt(3) * 30,
                        random.nextInt(101),
                        random.nextInt(30));
        List<Usage> children = new ArrayList<>();
        for (int slot = 0; slot < random.nextInt(1, 9); slot++) {
            children.add(
                    new Usage(
                            slot,
                            random.nextInt(100),
                            random.nextInt(300),
                            random.nextInt(200) * MB,
                            random.nextInt(5),
                            random.nextInt(101),
                            random.nextInt(9) == 0 ? "wishes" : ""));
        }
        Optional<Recycler.Choice> choice = recycler.choose(children);
        List<Usage> due = children.stream().filter(child -> isDue(recycler, child)).toList();
        assertThat(choice.isPresent()).isEqualTo(!due.isEmpty());
        choice.ifPresent(
                chosen ->
                        assertThat(due)
                                .anyMatch(child -> child.slot() == chosen.slot())
                                .allMatch(
                                        child ->
                                                child.memoryBytes()
                                                        <= children.get(chosen.slot())
                                                                .memoryBytes()));
    }

    private static boolean isDue(Recycler recycler, Usage child) {
        return recycler.choose(List.of(child)).isPresent();
    }
}
