package io.tollgate.gateway.command;

import static io.tollgate.gateway.command.CommandFixture.CALL;
import static io.tollgate.gateway.command.CommandFixture.NOW;
import static io.tollgate.gateway.command.CommandFixture.call;
import static io.tollgate.gateway.command.CommandFixture.ip;
import static io.tollgate.gateway.command.CommandFixture.naming;
import static io.tollgate.gateway.command.CommandFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.command.Termination.Due;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminationTest {
    @ParameterizedTest
    @CsvSource({
        "sip-1, , , , true",
        "c-1, , , , true",
        "sip-2, , , , false",
        "sip-1, bob, , , true",
        "sip-1, alice, , , false",
        "c-1, alice, , , false",
        "sip-1, , 883, , false",
        ", bob, , , true",
        ", Bob, , , false",
        ", bob, 882, , true",
        ", bob, 883, , false",
        ", alice, 882, , false",
        ", , 882, , true",
        ", , 8821600, , false",
        ", , , 192.0.2.0/24, true",
        ", , , ::ffff:192.0.2.1/128, true",
        ", , , 192.0.3.0/24, false",
        ", bob, 882, 192.0.2.1, true",
        ", bob, 882, 192.0.2.2, false",
        ", , , , false",
        ", , '', , false"
    })
    void shouldHitOnlyCallsThatAllItNamesMatches(
            @Nullable String callId,
            @Nullable String account,
            @Nullable String prefix,
            @Nullable String network,
            boolean hit) {
        // Then
        assertThat(naming(callId, account, prefix, network).hits(CALL)).isEqualTo(hit);
    }

    @ParameterizedTest
    @CsvSource({", -3600000, true", ", 0, true", ", 5000, true", ", 5001, false", "sip-1, 5001, true"})
    void shouldSpareLaterCallsWhenItNamesNoCall(@Nullable String callId, long millisAfterIssue, boolean hit) {
        // Given
        LiveCall later = call("c-1", "sip-1", "bob", NOW.plusMillis(millisAfterIssue));

        // Then
        assertThat(naming(callId, "bob", null, null).hits(later)).isEqualTo(hit);
    }

    @Test
    void shouldNeverHitAnEmergencyCall() {
        // Given
        LiveCall emergency = new LiveCall("c-1", "sip-1", "bob", "112", ip("192.0.2.1"), NOW, true);

        // Then
        assertThat(naming("c-1", null, null, null).hits(emergency)).isFalse();
        assertThat(naming(null, "bob", null, null).hits(emergency)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T11:59:59Z, NOW",
        "2026-11-23T12:00:00Z, NOW",
        "2026-11-23T12:00:00.000001Z, LATER",
        ", WITHDRAWN"
    })
    void shouldBeDueAtItsInstant(@Nullable Instant at, Due due) {
        // Then
        assertThat(order("t-1", 0, "bob", at).due(NOW)).isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({
        "FRAUD_VERDICT, 403",
        "OPERATOR, 403",
        "BALANCE_EXHAUSTED, 402",
        "CHANNEL_LIMIT, 486",
        "MAX_DURATION, 480",
        "ACCOUNT_DISABLED, 403",
        "UNRATED_DESTINATION, 403"
    })
    void shouldAnswerARingingCallerByItsReason(TerminationReason reason, int status) {
        // Then
        assertThat(reason.statusForCaller(RefusalCodes.DEFAULTS)).isEqualTo(status);
    }
}
