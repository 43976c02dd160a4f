package org.servletmpm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Chunks, the budget of all children, and what a child keeps for later (MaxMemFree). */
class SendMemoryTest {

    private static final int CHUNK = SendMemory.CHUNK;

    private final SendMemory.Budget budget = new SendMemory.Budget();
    private final AtomicInteger kilobytes = new AtomicInteger();

    private SendMemory child(int reserve) {
        budget.limit(10L * CHUNK);
        return new SendMemory(
                budget, new SendMemory.Bounds(CHUNK, 0, reserve), kilobytes::addAndGet);
    }

    private static ByteBuffer[] take(SendMemory memory, int chunks) {
        return Stream.generate(memory::take).limit(chunks).toArray(ByteBuffer[]::new);
    }

    @Test
    void aChunkIsEmptyWhateverWasInIt() {
        SendMemory memory = child(CHUNK);
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
    void childrenShareABudgetAndWhatIsUnusedDoesNotCount() {
        SendMemory one = child(10 * CHUNK);
        SendMemory other = child(0);
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
        SendMemory memory = child(0);
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
        SendMemory memory = child(3 * CHUNK + CHUNK / 2);
        Set<ByteBuffer> first = Collections.newSetFromMap(new IdentityHashMap<>());
        Collections.addAll(first, take(memory, 8));
        first.forEach(memory::give);
        assertThat(kilobytes).hasValue(0);

        ByteBuffer[] then = take(memory, 8);
        assertThat(IntStream.range(0, 8).filter(i -> first.contains(then[i]))).hasSize(3);
    }
}
