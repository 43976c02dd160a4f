package org.servletmpm.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.contract.SocketPair;

/** A thread that serves one connection to its end, on a clock that the test moves. */
@Timeout(20)
class BoundSelectorTest {

    private final AtomicLong clock = new AtomicLong(1_000);
    private LongSupplier time = clock::get;
    private BoundSelector place;
    private SocketPair pair;
    private TestHandler handler;
    private Connection connection;

    @BeforeEach
    void enter() throws IOException {
        pair = SocketPair.open();
        handler = TestHandler.on(pair.near(), new TestHost(clock::get));
        connection = handler.connection();
        place = new BoundSelector(() -> time.getAsLong());
        assertThat(place.enter(connection)).isTrue();
    }

    @AfterEach
    void leave() throws IOException {
        place.leave();
        place.close();
        pair.close();
    }

    @Test
    void silenceUntilTheDeadlineFires() throws IOException {
        connection.arm(Kind.READ, 100, Urgency.NEXT_STEP);
        clock.addAndGet(100);
        place.next();
        assertThat(handler.fired()).containsExactly("READ TIMEOUT NEXT_STEP");
    }

    /** The process stands still while the thread waits: how often it looks then is not told. */
    @Test
    void whatCameInTimeIsReadHoweverLateThatIsNoticed() throws IOException {
        connection.arm(Kind.READ, 1, Urgency.NEXT_STEP);
        AtomicInteger looks = new AtomicInteger();
        time =
                () -> {
                    if (looks.incrementAndGet() == 2) {
                        send();
                        clock.addAndGet(6_000);
                    }
                    return clock.get();
                };
        place.next();
        place.next();
        assertThat(handler.fired()).containsExactly("READ READY NEXT_STEP");
    }

    private void send() {
        try {
            pair.send();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
