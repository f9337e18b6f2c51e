package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerBudgetTest {
    private final AnswerBudget budget = new AnswerBudget(400);

    @Test
    void shouldTakeOneAndAHalfTimesTheRequestAndNotAByteMore() {
        assertThat(budget.fits(600)).isTrue();
        assertThat(budget.fits(601)).isFalse();
        assertThat(budget.spend(601)).isFalse();
        assertThat(budget.spend(600)).isTrue();
        assertThat(budget.spend(1)).isFalse();
    }

    @Test
    void shouldTakeAsMuchAgainWhenTheRequestComesAgain() {
        // Given
        budget.spend(350);
        assertThat(budget.spend(350)).isFalse();

        // When
        budget.again();

        // Then
        assertThat(budget.spend(350)).isTrue();
        assertThat(budget.spend(350)).isTrue();
        assertThat(budget.spend(350)).isFalse();
    }

    @Test
    void shouldTakeALongerAnswerOnceWhatCameTogetherAffordsIt() {
        // Given
        assertThat(budget.settle(700)).isFalse();

        // When
        budget.again();

        // Then
        assertThat(budget.spend(1_201)).isFalse();
        assertThat(budget.spend(700)).isTrue();
        assertThat(budget.spend(501)).isFalse();
        assertThat(budget.spend(500)).isTrue();
    }

    @Test
    void shouldGrantWhoeverWaitsTwoRepetitions() {
        // Given
        budget.spend(300);
        budget.waits();
        budget.settle(600);

        // Then
        assertThat(budget.spend(601)).isFalse();
        assertThat(budget.spend(600)).isTrue();
        assertThat(budget.spend(600)).isTrue();
        assertThat(budget.spend(1)).isFalse();
    }

    @Test
    void shouldSpareOnlyWhatLeavesRoomForTheAnswer() {
        assertThat(budget.spares(300)).isTrue();
        assertThat(budget.spares(301)).isFalse();
    }

    @Test
    void shouldNotHoldTheAnswerBackForWhatWentBefore() {
        // Given
        assertThat(budget.spend(600)).isTrue();

        // Then
        assertThat(budget.settle(600)).isTrue();
        assertThat(budget.settle(601)).isFalse();
        assertThat(budget.spend(1)).isFalse();
    }
}
