package org.servletmpm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Chunks, the budget of all children, and what is kept for later (MaxMemFree). */
class WriteBufferPoolTest {

    private static final int CHUNK = WriteBufferPool.CHUNK;

    private final WriteBufferPool.Budget budget = new WriteBufferPool.Budget();
    private final AtomicInteger kilobytes = new AtomicInteger();

    private WriteBufferPool child(int reserve) {
        budget.limit(10L * CHUNK);
        return new WriteBufferPool(
                budget, new WriteBufferPool.Bounds(CHUNK, 0, reserve), kilobytes::addAndGet);
    }

    private static ByteBuffer[] take(WriteBufferPool memory, int chunks) {
        return Stream.generate(memory::take).limit(chunks).toArray(ByteBuffer[]::new);
    }

    @Test
    void aChunkIsEmptyWhateverWasInIt() {
        WriteBufferPool memory = child(CHUNK);
        ByteBuffer used = memory.take();
        used.limit(used.capacity()).position(100);
        memory.give(used);

        ByteBuffer again = memory.take();
        assertThat(again).isSameAs(used);
        assertThat(again.position()).isZero();
        assertThat(again.limit()).isZero();
        assertThat(again.capacity()).isEqualTo(CHUNK);
    }

    @Test
    void childrenShareABudget() {
        WriteBufferPool one = child(10 * CHUNK);
        WriteBufferPool other = child(0);
        ByteBuffer[] chunks = take(one, 10);
        assertThat(chunks).doesNotContainNull();
        assertThat(one.take()).isNull();
        assertThat(other.take()).isNull();
        assertThat(kilobytes).hasValue(10 * CHUNK / 1024);

        one.give(chunks[0]);
        assertThat(other.take()).isNotNull();
        assertThat(one.take()).isNull();
    }

    @Test
    void aSmallerBudgetIsKeptWhenEnoughHasComeBack() {
        WriteBufferPool memory = child(0);
        ByteBuffer[] chunks = take(memory, 4);
        budget.limit(2L * CHUNK);
        for (int i = 0; i < 2; i++) {
            assertThat(memory.take()).isNull();
            memory.give(chunks[i]);
        }
        assertThat(memory.take()).isNull();
        memory.give(chunks[2]);
        assertThat(memory.take()).isNotNull();
    }

    @Test
    void noMoreThanTheReserveIsKeptForLater() {
        WriteBufferPool memory = child(3 * CHUNK + CHUNK / 2);
        Set<ByteBuffer> first = takeAndGive(memory, 8);
        assertThat(kilobytes).hasValue(0);
        assertThat(ofThose(first, take(memory, 8))).hasSize(3);
    }

    @Test
    void whatOneChildHasKeptIsForAll() {
        Set<ByteBuffer> first = takeAndGive(child(4 * CHUNK), 4);
        assertThat(ofThose(first, take(child(0), 8))).hasSize(4);
    }

    @Test
    void whatIsKeptIsWithinTheBudget() {
        WriteBufferPool memory = child(Integer.MAX_VALUE);
        ByteBuffer[] used = take(memory, 10);
        budget.limit(6L * CHUNK);
        Set<ByteBuffer> given = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ByteBuffer chunk : used) {
            memory.give(chunk);
            given.add(chunk);
        }
        budget.limit(100L * CHUNK);
        assertThat(ofThose(given, take(memory, 10))).hasSize(6);
    }

    @Test
    void aSmallerBudgetGivesUpWhatIsKept() {
        WriteBufferPool memory = child(Integer.MAX_VALUE);
        Set<ByteBuffer> first = takeAndGive(memory, 8);
        budget.limit(3L * CHUNK);
        budget.limit(100L * CHUNK);
        assertThat(ofThose(first, take(memory, 8))).hasSize(3);
    }

    private static Set<ByteBuffer> takeAndGive(WriteBufferPool memory, int chunks) {
        Set<ByteBuffer> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        Collections.addAll(taken, take(memory, chunks));
        taken.forEach(memory::give);
        return taken;
    }

    private static List<ByteBuffer> ofThose(Set<ByteBuffer> before, ByteBuffer[] now) {
        return Stream.of(now).filter(before::contains).toList();
    }
}
