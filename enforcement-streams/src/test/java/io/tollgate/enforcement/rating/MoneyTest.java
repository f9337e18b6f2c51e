package io.tollgate.enforcement.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MoneyTest {

    private static final Money MOST = new Money(Long.MAX_VALUE);
    private static final Money LEAST = new Money(Long.MIN_VALUE);
    private static final Money ONE = new Money(1);

    @Test
    void shouldAddAndSubtractExactly() {
        assertThat(new Money(7).plus(new Money(-9))).isEqualTo(new Money(-2));
        assertThat(LEAST.minus(LEAST)).isEqualTo(Money.ZERO);
    }

    @Test
    void shouldNameAnOverflowInsteadOfWrapping() {
        assertThat(MOST.canAdd(ONE)).isFalse();
        assertThat(LEAST.canAdd(new Money(-1))).isFalse();
        assertThatThrownBy(() -> MOST.plus(ONE)).isInstanceOf(Money.Overflow.class);
        assertThatThrownBy(() -> LEAST.minus(ONE)).isInstanceOf(Money.Overflow.class);
        assertThatThrownBy(() -> Money.ZERO.minus(LEAST)).isInstanceOf(Money.Overflow.class);
    }

    @Test
    void shouldStopAtTheRangeOnlyWhereItIsCompared() {
        assertThat(MOST.plusAtMost(ONE)).isEqualTo(MOST);
        assertThat(LEAST.plusAtMost(new Money(-1))).isEqualTo(LEAST);
        assertThat(ONE.plusAtMost(ONE)).isEqualTo(new Money(2));
    }
}
