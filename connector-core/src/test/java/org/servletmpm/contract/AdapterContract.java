package org.servletmpm.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.Adapter;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.contract.Application.Request;

/**
 * What an adapter owes the engine. A subclass starts its container with an {@link Application} and
 * gives its {@link Adapter}; the test makes connections of its own for it, with the test's thread
 * in the place of the engine's and a clock that it moves.
 */
@Timeout(60)
public abstract class AdapterContract {

    private DrivenConnection driven;

    /**
     * @return the container's, which runs
     */
    protected abstract Adapter adapter();

    /**
     * @return what runs in it
     */
    protected abstract Application application();

    @AfterEach
    void closeConnection() throws IOException {
        if (driven != null) {
            driven.close();
        }
    }

    private void open() throws Exception {
        driven = DrivenConnection.open(adapter(), SocketPair.open());
    }

    /** To a client that takes a few KB at a time. */
    private void openNarrow() throws Exception {
        driven = DrivenConnection.open(adapter(), SocketPair.narrow());
    }

    private Connection connection() {
        return driven.connection();
    }

    private void send(Request request) throws IOException {
        driven.send(application().bytes(request));
    }

    private byte[] part() {
        byte[] whole = application().bytes(Request.ANSWER);
        return Arrays.copyOf(whole, whole.length / 2);
    }

    /** The next request is waited for, after so many. */
    private Callable<Boolean> waitsAfter(int requests) {
        return () -> connection().requests() == requests && isWaiting();
    }

    private boolean isWaiting() {
        return connection().state() == ConnectionState.KEEP_ALIVE && connection().awaits(Kind.READ);
    }

    private void answered(Request request) throws IOException {
        int before = connection().requests();
        send(request);
        driven.until(waitsAfter(before + 1));
    }

    /** A request is served whose first bytes move the connection so. */
    private static List<String> served(String begin) {
        return List.of(
                "fired READ READY",
                begin,
                "REQUEST to HANDLER",
                "request started",
                "HANDLER to KEEP_ALIVE",
                "request finished",
                "armed READ");
    }

    // ---- the order of calls

    @Test
    void aNewConnectionWaitsForItsFirstBytes() throws Exception {
        open();

        assertThat(connection().state()).isEqualTo(ConnectionState.FIRST_BYTES);
        assertThat(driven.host().times("armed READ")).isOne();
        assertThat(connection().awaits(Kind.WRITE)).isFalse();
    }

    @Test
    void aFirstRequestIsToldInThisOrder() throws Exception {
        open();
        driven.host().told();
        answered(Request.ANSWER);

        assertThat(driven.host().told()).isEqualTo(served("FIRST_BYTES to REQUEST"));
    }

    @Test
    void aSecondRequestIsToldInThisOrder() throws Exception {
        open();
        answered(Request.ANSWER);
        driven.host().told();
        answered(Request.ANSWER);

        assertThat(driven.host().told()).isEqualTo(served("KEEP_ALIVE to REQUEST"));
    }

    @Test
    void pipelinedRequestsAreServedWithoutAWaitBetweenThem() throws Exception {
        open();
        answered(Request.ANSWER);
        driven.host().told();
        driven.send(application().bytes(Request.ANSWER), application().bytes(Request.ANSWER));
        driven.until(waitsAfter(3));

        assertThat(driven.host().told())
                .containsExactly(
                        "fired READ READY",
                        "KEEP_ALIVE to REQUEST",
                        "REQUEST to HANDLER",
                        "request started",
                        "HANDLER to KEEP_ALIVE",
                        "request finished",
                        "KEEP_ALIVE to HANDLER",
                        "request started",
                        "HANDLER to KEEP_ALIVE",
                        "request finished",
                        "armed READ");
    }

    @Test
    void aRequestThatComesInTwoPartsIsWaitedForBetweenThem() throws Exception {
        open();
        driven.host().told();
        byte[] whole = application().bytes(Request.ANSWER);
        driven.send(part());
        driven.until(() -> driven.host().times("armed READ") == 1);
        driven.send(Arrays.copyOfRange(whole, part().length, whole.length));
        driven.until(waitsAfter(1));

        assertThat(driven.host().told())
                .containsExactly(
                        "fired READ READY",
                        "FIRST_BYTES to REQUEST",
                        "REQUEST to FIRST_BYTES",
                        "armed READ",
                        "fired READ READY",
                        "FIRST_BYTES to REQUEST",
                        "REQUEST to HANDLER",
                        "request started",
                        "HANDLER to KEEP_ALIVE",
                        "request finished",
                        "armed READ");
    }

    @Test
    void aSuspendedRequestIsFinishedOnceAndThenTheNextOneIsWaitedFor() throws Exception {
        open();
        driven.host().told();
        send(Request.SUSPEND);
        driven.until(ConnectionState.SUSPENDED);

        assertThat(driven.host().times("request finished")).isZero();
        assertThat(connection().awaits(Kind.READ)).isFalse();
        driven.host().told();

        application().answerSuspended();
        driven.until(waitsAfter(1));

        assertThat(driven.host().told())
                .containsSubsequence("request finished", "armed READ")
                .containsOnlyOnce("request finished", "armed READ")
                .doesNotContain("request started");
        answered(Request.ANSWER);
    }

    // ---- what is unsent

    @Test
    void whatTheClientHasNotTakenIsKeptAndNoThreadWaits() throws Exception {
        openNarrow();
        send(Request.LARGE);
        driven.until(ConnectionState.WRITE_COMPLETION);

        assertThat(connection().hasUnsent()).isTrue();
        assertThat(driven.host().told()).containsOnlyOnce("request finished");
        assertThat(connection().awaits(Kind.READ)).isFalse();
    }

    @Test
    void theNextRequestIsWaitedForWhenTheClientHasTakenAllOfAnAnswer() throws Exception {
        openNarrow();
        send(Request.LARGE);
        driven.until(ConnectionState.WRITE_COMPLETION);
        driven.takeUntil(this::isWaiting);
        driven.takeUntil(() -> driven.received() >= Application.LARGE);

        answered(Request.ANSWER);
    }

    @Test
    void anAnswerWithoutLengthComesWholeBeforeItsConnectionEnds() throws Exception {
        openNarrow();
        send(Request.STREAM);
        driven.until(ConnectionState.WRITE_COMPLETION);
        driven.takeAll();

        assertThat(driven.received()).isGreaterThanOrEqualTo(Application.LARGE);
        assertEndsInGoodOrder();
    }

    // ---- the end

    @Test
    void theLastAnswerIsFollowedByTheEndOfTheConnection() throws Exception {
        open();
        send(Request.LAST);
        driven.takeAll();

        assertThat(driven.received()).isPositive();
        assertEndsInGoodOrder();
    }

    @Test
    void aClientThatIsStillSendingGetsTheLastAnswerAndNoReset() throws Exception {
        open();
        send(Request.REFUSE);
        driven.takeAll();
        assertThat(driven.received()).isPositive();
        assertThat(connection().isOpen()).isTrue();

        driven.send(new byte[10_000]);
        driven.takeAll();
        assertEndsInGoodOrder();
    }

    @Test
    void aClientThatEndsBetweenTwoRequestsEndsItsConnection() throws Exception {
        open();
        answered(Request.ANSWER);

        assertEndsInGoodOrder();
    }

    private void assertEndsInGoodOrder() throws Exception {
        driven.endClient();
        assertClosedOnce();
    }

    private void assertClosedOnce() {
        driven.until(() -> driven.host().times("closed") > 0);
        assertThat(driven.host().told()).containsOnlyOnce("closing", "closed");
        assertThat(connection().channel().isOpen()).isFalse();
    }

    private void assertAbortClosesOnce() {
        connection().abort();
        driven.until(() -> driven.host().times("closed") > 0);
        connection().abort();

        assertClosedOnce();
    }

    @Test
    void anAbortBeforeTheFirstByteClosesOnce() throws Exception {
        open();
        assertAbortClosesOnce();
    }

    @Test
    void anAbortInTheMiddleOfAHeaderClosesOnce() throws Exception {
        open();
        driven.host().told();
        driven.send(part());
        driven.until(() -> driven.host().times("armed READ") == 1);
        assertAbortClosesOnce();
    }

    @Test
    void anAbortBetweenTwoRequestsClosesOnce() throws Exception {
        open();
        answered(Request.ANSWER);
        assertAbortClosesOnce();
    }

    @Test
    void anAbortOfASuspendedRequestClosesOnce() throws Exception {
        open();
        send(Request.SUSPEND);
        driven.until(ConnectionState.SUSPENDED);
        assertAbortClosesOnce();
    }

    @Test
    void anAbortWhileTheApplicationHasTheRequestClosesOnce() throws Exception {
        open();
        send(Request.ABORT);
        driven.until(() -> driven.host().times("request finished") > 0);
        assertAbortClosesOnce();
    }

    @Test
    void anAbortWhileTheClientTakesAnAnswerClosesOnce() throws Exception {
        openNarrow();
        send(Request.LARGE);
        driven.until(ConnectionState.WRITE_COMPLETION);
        assertAbortClosesOnce();
    }

    @Test
    void anAbortWhileTheLastAnswerIsTakenClosesOnce() throws Exception {
        openNarrow();
        send(Request.STREAM);
        driven.until(ConnectionState.WRITE_COMPLETION);
        assertAbortClosesOnce();
    }

    @Test
    void anAbortWhileTheClientsEndIsWaitedForClosesOnce() throws Exception {
        open();
        send(Request.REFUSE);
        driven.until(ConnectionState.LINGER);
        assertAbortClosesOnce();
    }

    // ---- pinning, another host

    @Test
    void aConnectionIsPinnedOnceByTheRequestsAttribute() throws Exception {
        open();
        answered(Request.PIN);
        answered(Request.PIN);

        assertThat(connection().pinnedBy()).isEqualTo(Application.PINNED_BY);
        assertThat(driven.host().told()).containsOnlyOnce("pinned");
    }

    @Test
    void betweenTwoRequestsAnotherHostTakesOverAllThatIsTold() throws Exception {
        open();
        answered(Request.ANSWER);
        RecordingHost first = driven.host();
        first.told();
        RecordingHost second = driven.moves();
        answered(Request.ANSWER);

        assertThat(second.told()).isEqualTo(served("KEEP_ALIVE to REQUEST"));
        assertAbortClosesOnce();
        assertThat(first.told()).isEmpty();
    }

    // ---- deadlines

    @Test
    void aClientThatSendsNothingIsClosedWhenTheHeadersTimeIsOver() throws Exception {
        open();
        assertHeaderIsOverdueAfter(RecordingHost.HEADER_MILLIS);
    }

    @Test
    void aClientThatSendsHalfAHeaderIsClosedWhenItsTimeIsOver() throws Exception {
        open();
        driven.host().told();
        driven.passes(1000);
        driven.send(part());
        driven.until(() -> driven.host().times("armed READ") == 1);
        assertHeaderIsOverdueAfter(RecordingHost.HEADER_MILLIS - 1000);
    }

    @Test
    void theTimeOfALaterHeaderBeginsWithItsFirstByte() throws Exception {
        open();
        answered(Request.ANSWER);
        driven.passes(Application.KEEP_ALIVE_MILLIS / 2);
        driven.host().told();
        driven.send(part());
        driven.until(() -> driven.host().times("armed READ") == 1);
        assertHeaderIsOverdueAfter(RecordingHost.HEADER_MILLIS);
    }

    private void assertHeaderIsOverdueAfter(long millis) throws Exception {
        driven.passes(millis - 1);
        assertThat(connection().isOpen()).isTrue();
        driven.passes(1);
        driven.takeAll();

        assertThat(driven.host().times("overdue HEADER")).isOne();
        assertEndsInGoodOrder();
    }

    @Test
    void aConnectionWithoutANextRequestIsClosedWhenKeepAliveTimeoutIsOver() throws Exception {
        open();
        answered(Request.ANSWER);
        driven.passes(Application.KEEP_ALIVE_MILLIS - 1);
        assertThat(isWaiting()).isTrue();
        driven.passes(1);
        driven.takeAll();

        assertEndsInGoodOrder();
    }
}
