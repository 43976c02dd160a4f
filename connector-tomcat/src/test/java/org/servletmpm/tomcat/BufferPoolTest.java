package org.servletmpm.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BufferPoolTest {

    @Test
    void keepsNoMoreThanItMay() {
        BufferPool<Object> pool = new BufferPool<>(2);
        for (int i = 0; i < 5; i++) {
            pool.give(new Object());
        }
        assertThat(pool.take()).isNotNull();
        assertThat(pool.take()).isNotNull();
        assertThat(pool.take()).isNull();
    }

    @Test
    void whoGivesGetsTheSameAgain() {
        BufferPool<Object> pool = new BufferPool<>(64);
        Object mine = new Object();
        pool.give(mine);
        assertThat(pool.take()).isSameAs(mine);
    }

    @Test
    void nothingIsGivenToTwo() {
        BufferPool<Integer> pool = new BufferPool<>(8);
        for (int i = 0; i < 8; i++) {
            pool.give(i);
        }
        CompletableFuture<Set<Integer>> other = CompletableFuture.supplyAsync(() -> drain(pool));
        Set<Integer> both = drain(pool);
        int mine = both.size();
        both.addAll(other.join());
        assertThat(both).hasSize(mine + other.join().size());
    }

    private static Set<Integer> drain(BufferPool<Integer> pool) {
        Set<Integer> taken = new HashSet<>();
        for (Integer each = pool.take(); each != null; each = pool.take()) {
            taken.add(each);
        }
        return taken;
    }
}
