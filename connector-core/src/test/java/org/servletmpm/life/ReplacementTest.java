package org.servletmpm.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Old children leave in the right order while new ones come. */
class ReplacementTest {

    private static final int GENERATION = 3;

    private final CompletableFuture<Integer> serving = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private final class RecordedProgress implements Progress {
        @Override
        public void serving(int generation) {
            serving.complete(generation);
        }

        @Override
        public void ended() {
            done.complete(null);
        }

        @Override
        public void failed(Throwable cause) {
            done.completeExceptionally(cause);
        }
    }

    private Replacement of(List<Integer> old, int wanted) {
        return new Replacement("test", GENERATION, old, wanted, new RecordedProgress());
    }

    /** Children that are proven at once, and leave together. */
    @SuppressWarnings("unchecked")
    private static Children children(Consumer<Collection<Integer>> leave) {
        InvocationHandler answers =
                (proxy, method, arguments) -> {
                    if ("leave".equals(method.getName())) {
                        leave.accept((Collection<Integer>) arguments[0]);
                        return null;
                    }
                    return "isProven".equals(method.getName());
                };
        Class<?>[] type = {Children.class};
        return (Children) Proxy.newProxyInstance(Children.class.getClassLoader(), type, answers);
    }

    private static List<Integer> toLeave(Replacement replacement, boolean failed) {
        List<Integer> told = new ArrayList<>();
        replacement.letLeave(failed, children(told::addAll));
        return told;
    }

    @Test
    void aNewChildInTheSlotOfAnOldOneThatLeftByItselfIsNotToldToLeave() {
        Replacement replacement = of(List.of(0, 1, 2, 3), 4);
        assertThat(toLeave(replacement, false)).containsExactly(0, 1);
        replacement.gone(2);
        replacement.started(10);
        assertThat(toLeave(replacement, false)).containsExactly(3);
    }

    @Test
    void aChildThatCouldNotBeToldIsToldOnceMore() {
        Replacement replacement = of(List.of(0, 1, 2, 3), 4);
        assertThatThrownBy(
                        () ->
                                replacement.letLeave(
                                        false,
                                        children(
                                                slots -> {
                                                    throw new OutOfMemoryError("test");
                                                })))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(toLeave(replacement, false)).containsExactly(0, 1);
    }

    @Test
    void atTheLimitOfChildrenNoMoreAreWanted() {
        Replacement replacement = of(List.of(0, 1), 4);
        replacement.started(11);
        toLeave(replacement, false);
        replacement.hasEnough();
        assertThat(replacement.isUnderWay()).isFalse();
        replacement.gone(0);
        replacement.gone(1);
        assertThat(replacement.isDone()).isTrue();
        assertThat(done).isDone();
    }

    @Test
    void withANewChildAllOldOnesLeaveAndItIsDoneWhenTheyAreGone() {
        Replacement replacement = of(List.of(0, 1, 2), 2);
        replacement.started(12);
        assertThat(toLeave(replacement, false)).containsExactly(0, 1, 2);
        assertThat(toLeave(replacement, false)).as("each is said once").isEmpty();
        assertThat(replacement.isUnderWay()).as("another one is wanted").isTrue();
        replacement.started(13);
        assertThat(toLeave(replacement, false)).isEmpty();
        assertThat(replacement.isUnderWay()).isFalse();
        for (int slot = 0; slot < 3; slot++) {
            assertThat(replacement.isDone()).isFalse();
            replacement.gone(slot);
        }
        assertThat(replacement.isDone()).isTrue();
        assertThat(done).isCompleted();
    }

    @Test
    void withoutAFreeSlotHalfOfThemLeaveFirst() {
        Replacement replacement = of(List.of(0, 1, 2), 3);
        assertThat(toLeave(replacement, false)).containsExactly(0, 1);
        assertThat(toLeave(replacement, false)).as("before a slot is free").isEmpty();
        replacement.gone(0);
        replacement.started(14);
        assertThat(replacement.isDone()).isFalse();
        assertThat(serving).as("one of the old ones has not been told").isNotDone();
        assertThat(toLeave(replacement, false)).containsExactly(2);
        assertThat(replacement.isDone()).isFalse();
        assertThat(serving).as("before the last old one is gone").isCompletedWithValue(GENERATION);
    }

    @Test
    void theOnlyChildLeavesForANewOne() {
        Replacement replacement = of(List.of(0), 1);
        assertThat(toLeave(replacement, false)).containsExactly(0);
        assertThat(replacement.isDone()).isFalse();
        assertThat(serving).as("no child serves yet").isNotDone();
    }

    @Test
    void noChildLeavesWhileNoneCanBeStarted() {
        Replacement replacement = of(List.of(0, 1), 2);
        assertThat(toLeave(replacement, true)).isEmpty();
        assertThat(toLeave(replacement, true)).isEmpty();
        replacement.started(15);
        assertThat(toLeave(replacement, true))
                .as("what they hold may be what the next one lacks")
                .containsExactly(0, 1);
    }

    @Test
    void aSupersededOneTellsNoMoreChildrenButWaitsForAll() {
        Replacement replacement = of(List.of(0, 1, 2, 3), 4);
        assertThat(toLeave(replacement, false)).containsExactly(0, 1);
        replacement.supersede();
        assertThat(replacement.isUnderWay()).isFalse();
        assertThat(replacement.isWanting()).isFalse();
        assertThat(toLeave(replacement, false)).isEmpty();
        assertThat(replacement.isDone()).isFalse();
        for (int slot = 0; slot < 4; slot++) {
            replacement.gone(slot);
        }
        assertThat(replacement.isDone()).isTrue();
    }

    @Test
    void aReplacementOfNoChildIsDoneAtOnce() {
        assertThat(of(List.of(), 0).isDone()).isTrue();
        assertThat(done).isCompleted();
    }
}
