package org.servletmpm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What mod_reqtimeout's manual says of its figures, on a clock that stands at a million. */
class ReadTimeTest {

    private static final long NOW = 1_000_000;

    private static ReadTime header(long millis, long most, int minRate) {
        return new ReadTime(ReadStage.HEADER, new ReadLimit(millis, most, minRate), NOW);
    }

    @Test
    void theTimeThatIsGivenIsGranted() {
        assertThat(header(20_000, 40_000, 500).deadline()).isEqualTo(NOW + 20_000);
    }

    @Test
    void soManyBytesAddASecondAndASingleOneItsShare() {
        ReadTime time = header(20_000, 40_000, 500);
        time.received(500);
        assertThat(time.deadline()).isEqualTo(NOW + 21_000);
        time.received(1);
        assertThat(time.deadline()).isEqualTo(NOW + 21_002);
    }

    /** Shares of less than a millisecond are not lost. */
    @Test
    void aHighRateIsEarnedByteByByte() {
        ReadTime time = header(1000, 9000, 5000);
        for (int i = 0; i < 5000; i++) {
            time.received(1);
        }
        assertThat(time.deadline()).isEqualTo(NOW + 2000);
    }

    @Test
    void noRateEarnsMoreThanTheMost() {
        ReadTime time = header(20_000, 40_000, 500);
        time.received(1_000_000);
        assertThat(time.deadline()).isEqualTo(NOW + 40_000);
    }

    @Test
    void withoutAMostAnUploadMayTakeAsLongAsItsBytesEarn() {
        ReadTime time = header(10_000, Interest.NEVER, 1);
        time.received(1L << 40);
        assertThat(time.deadline()).isEqualTo(NOW + 10_000 + (1L << 40) * 1000);
    }

    @Test
    void withoutARateBytesEarnNothing() {
        ReadTime time = header(10_000, Interest.NEVER, 0);
        time.received(1_000_000);
        assertThat(time.deadline()).isEqualTo(NOW + 10_000);
    }

    @Test
    void aRequestHasBegunWithItsFirstByte() {
        ReadTime time = header(10_000, Interest.NEVER, 0);
        assertThat(time.hasBegun()).isFalse();
        time.received(1);
        assertThat(time.hasBegun()).isTrue();
    }
}
