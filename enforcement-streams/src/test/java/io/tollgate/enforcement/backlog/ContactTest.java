package io.tollgate.enforcement.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.config.EnforcementOptions;
import io.tollgate.enforcement.lease.LeaseClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ContactTest {

    private final Contact contact = new Contact(0);
    private long nowMillis;
    private int answers;

    @Test
    void shouldKeepContactWhileFetchesAreAnswered() {
        // When
        boolean isKept = true;
        for (int poll = 0; poll < 1_000; poll++) {
            answers += poll % 20 == 0 ? 1 : 0;
            isKept &= looks(5);
        }

        // Then
        assertThat(isKept).isTrue();
    }

    @Test
    void shouldLoseContactWhenNothingIsAnsweredForLong() {
        // Given
        answers++;
        looks(5);

        // When
        boolean isKept = true;
        for (int poll = 0; poll < 20; poll++) {
            isKept &= looks(100);
        }

        // Then
        assertThat(isKept).isTrue();
        assertThat(looks(100)).isFalse();
        assertThat(contact.isBroken()).isTrue();
    }

    @Test
    void shouldTellOfTheGapOnceWhenContactIsBack() {
        // Given
        for (int poll = 0; poll < 30; poll++) {
            looks(100);
        }

        // When
        answers++;
        boolean first = looks(100);
        boolean brokenThen = contact.isBroken();
        boolean second = looks(100);

        // Then
        assertThat(first).isFalse();
        assertThat(brokenThen).isFalse();
        assertThat(second).isTrue();
    }

    @Test
    void shouldTellOfAGapWhenNobodyLookedForLong() {
        // Given
        answers++;
        looks(5);

        // When
        answers++;
        boolean isKept = looks(Contact.SILENCE.toMillis() + 1);

        // Then
        assertThat(isKept).isFalse();
        assertThat(contact.isBroken()).isFalse();
    }

    private boolean looks(long laterMillis) {
        nowMillis += laterMillis;
        return contact.isKept(answers, Duration.ofMillis(nowMillis).toNanos());
    }

    @Test
    void shouldBeMissedWellBeforeTheShortestGraceIsOver() {
        assertThat(Contact.SILENCE.multipliedBy(2)).isLessThan(EnforcementOptions.SHORTEST_GRACE);
        assertThat(LeaseClock.GAP.multipliedBy(2)).isLessThan(EnforcementOptions.SHORTEST_GRACE);
    }
}
