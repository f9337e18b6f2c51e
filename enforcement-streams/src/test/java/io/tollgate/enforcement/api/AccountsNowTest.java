package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountsNowTest {

    private final FixedLedger ledger = new FixedLedger();
    private final AccountsNow accounts = new AccountsNow(ledger);

    @Test
    void shouldAskForAnAccountOnce() {
        // Given
        ledger.accounts.put("alice", Map.of("maxCallSeconds", 90));

        // When
        var first = accounts.number("alice", "maxCallSeconds");
        var second = accounts.number("alice", "maxCallSeconds");
        var unknown = accounts.number("bob", "maxCallSeconds");
        var unknownAgain = accounts.number("bob", "maxCallSeconds");

        // Then
        assertThat(first).isEqualTo(90).isEqualTo(second);
        assertThat(unknown).isNull();
        assertThat(unknownAgain).isNull();
        assertThat(ledger.asked).containsExactly("alice", "bob");
    }

    @Test
    void shouldAskForNoMoreWhenOneIsNotToBeHad() {
        // Given
        ledger.away = true;

        // When
        var alice = accounts.number("alice", "creditLimit");
        var bob = accounts.number("bob", "creditLimit");

        // Then
        assertThat(alice).isNull();
        assertThat(bob).isNull();
        assertThat(ledger.asked).containsExactly("alice");
    }
}
