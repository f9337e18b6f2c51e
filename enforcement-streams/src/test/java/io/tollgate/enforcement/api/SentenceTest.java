package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.api.Rule.Measured;
import org.junit.jupiter.api.Test;

class SentenceTest {

    @Test
    void shouldSayOfABalanceWhatIsKnown() {
        assertThat(Sentence.balance(new Measured(50_000L, 0L)))
                .isEqualTo(" (balance 50000 micro-units, live calls not yet charged; may not go below 0)");
        assertThat(Sentence.balance(new Measured(50_000L, null)))
                .isEqualTo(" (balance 50000 micro-units, live calls not yet charged)");
        assertThat(Sentence.balance(new Measured(null, null))).isEmpty();
    }
}
