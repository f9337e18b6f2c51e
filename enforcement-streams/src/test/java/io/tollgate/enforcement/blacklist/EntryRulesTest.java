package io.tollgate.enforcement.blacklist;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.blacklist.EntryOrder.Withdraw;
import io.tollgate.enforcement.blacklist.EntryOrder.Write;
import io.tollgate.enforcement.blacklist.EntryRules.Outcome;
import io.tollgate.enforcement.blacklist.EntryState.Standing;
import io.tollgate.enforcement.blacklist.EntryState.Withdrawn;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntryRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Standing STANDING = new Standing(entry(null), NOW);
    private static final Withdrawn WITHDRAWN = new Withdrawn(NOW, NOW.plus(EntryState.REMEMBERED));

    @Test
    void shouldStandWhenWritten() {
        // When
        var decision = EntryRules.decide(null, false, new Write("o", NOW, entry(null)), NOW);

        // Then
        assertThat(decision.state()).isEqualTo(STANDING);
        assertThat(decision.outputs()).containsExactly(new EntryOutput.Publish(entry(null)));
    }

    @Test
    void shouldChangeNothingWhenTheOrderWasSeenBefore() {
        // When
        var decision = EntryRules.decide(WITHDRAWN, true, new Write("o", NOW.plusSeconds(9), entry(null)), NOW);

        // Then
        assertThat(decision.state()).isEqualTo(WITHDRAWN);
        assertThat(decision.outputs()).isEmpty();
    }

    @Test
    void shouldIgnoreAnOrderThatIsOlderThanTheLast() {
        // When
        var late = EntryRules.decide(WITHDRAWN, false, new Write("o", NOW.minusMillis(1), entry(null)), NOW);
        var lateRemoval = EntryRules.decide(STANDING, false, new Withdraw("o", NOW.minusMillis(1), "e"), NOW);

        // Then
        assertThat(late.state()).isEqualTo(WITHDRAWN);
        assertThat(lateRemoval.state()).isEqualTo(STANDING);
        assertThat(lateRemoval.outputs()).isEmpty();
    }

    @Test
    void shouldComeBackWhenWrittenAnew() {
        // When
        var decision = EntryRules.decide(WITHDRAWN, false, new Write("o", NOW, entry(null)), NOW);

        // Then
        assertThat(decision.state()).isEqualTo(STANDING);
    }

    @Test
    void shouldRemoveEvenWhatIsNotKnownHere() {
        // When
        var decision = EntryRules.decide(null, false, new Withdraw("o", NOW, "e"), NOW);

        // Then
        assertThat(decision.state()).isEqualTo(WITHDRAWN);
        assertThat(decision.outputs()).containsExactly(new EntryOutput.Remove("e"));
    }

    @Test
    void shouldRemoveOnceWhenWithdrawnTwice() {
        // When
        var decision = EntryRules.decide(WITHDRAWN, false, new Withdraw("o", NOW, "e"), NOW);

        // Then
        assertThat(decision.outputs()).isEmpty();
    }

    @Test
    void shouldLeaveWhatStandsWhenAnOrderHasExpiredBeforeItCame() {
        // When
        var decision = EntryRules.decide(STANDING, false, new Write("o", NOW, entry(NOW)), NOW);

        // Then
        assertThat(decision.state()).isEqualTo(STANDING);
        assertThat(decision.outputs()).isEmpty();
    }

    @Test
    void shouldSayWhatBecomesOfAnOrder() {
        // Given
        var write = new Write("o", NOW, entry(null));

        // Then
        assertThat(EntryRules.outcome(null, false, write, NOW)).isEqualTo(Outcome.APPLIED);
        assertThat(EntryRules.outcome(null, true, write, NOW)).isEqualTo(Outcome.DUPLICATE);
        assertThat(EntryRules.outcome(WITHDRAWN, false, new Write("o", NOW.minusMillis(1), entry(null)), NOW))
                .isEqualTo(Outcome.OLDER);
        assertThat(EntryRules.outcome(null, false, new Write("o", NOW, entry(NOW)), NOW))
                .isEqualTo(Outcome.EXPIRED);
        assertThat(EntryRules.outcome(null, false, new Withdraw("o", NOW, "e"), NOW))
                .isEqualTo(Outcome.APPLIED);
    }

    @Test
    void shouldExpireWhenItsTimeHasComeNotBefore() {
        // Given
        var standing = new Standing(entry(NOW.plusSeconds(1)), NOW);

        // When
        var early = EntryRules.expire(standing, NOW.plusMillis(999));
        var due = EntryRules.expire(standing, NOW.plusSeconds(1));

        // Then
        assertThat(early.state()).isEqualTo(standing);
        assertThat(due.state()).isNull();
        assertThat(due.outputs()).containsExactly(new EntryOutput.Remove("e"));
    }

    @Test
    void shouldForgetARemovalInSilence() {
        // When
        var decision = EntryRules.expire(WITHDRAWN, NOW.plus(Duration.ofDays(7)));

        // Then
        assertThat(decision.state()).isNull();
        assertThat(decision.outputs()).isEmpty();
    }

    private static Entry entry(@Nullable Instant expiresAt) {
        return new Entry(
                "e",
                new Subjects("bob", null, null),
                EntryKind.DENY,
                EntryReason.FRAUD_VERDICT,
                "",
                "fraud-watch",
                NOW,
                expiresAt);
    }
}
