package io.tollgate.gateway.admission;

import static io.tollgate.gateway.admission.AdmissionFixture.NOW;
import static io.tollgate.gateway.admission.AdmissionFixture.deny;
import static io.tollgate.gateway.admission.AdmissionFixture.ip;
import static io.tollgate.gateway.admission.AdmissionFixture.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.admission.Ruling.Refuse;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.identity.UnknownAccounts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatekeeperTest {
    private static final AccountSettings BOB = settings("bob", true, false, null);
    private static final Ruling DISABLED = new Refuse(RefusalReason.ACCOUNT_DISABLED, 403, null);

    private final Blacklist blacklist = new Blacklist();
    private final Gatekeeper gatekeeper = new Gatekeeper(blacklist, RefusalCodes.DEFAULTS, UnknownAccounts.ADMIT);
    private final Gatekeeper strict = new Gatekeeper(blacklist, RefusalCodes.DEFAULTS, UnknownAccounts.REFUSE);

    @Test
    void shouldAdmitWhenNothingSpeaksAgainstIt() {
        // Then
        assertThat(gatekeeper.attempt(attempt(Direction.OUTBOUND, BOB), NOW)).isEqualTo(Ruling.ADMIT);
        assertThat(strict.attempt(attempt(Direction.OUTBOUND, BOB), NOW)).isEqualTo(Ruling.ADMIT);
        assertThat(strict.register(identified(BOB), ip("192.0.2.1"), NOW)).isEqualTo(Ruling.ADMIT);
    }

    @ParameterizedTest
    @CsvSource({
        "FRAUD_VERDICT, BLACKLISTED, 403",
        "OPERATOR, BLACKLISTED, 403",
        "CHANNEL_LIMIT, CHANNEL_LIMIT, 486",
        "NO_BALANCE, NO_BALANCE, 402",
        "ACCOUNT_DISABLED, ACCOUNT_DISABLED, 403"
    })
    void shouldRefuseWithTheEntrysReasonAndCode(BlacklistReason entry, RefusalReason reason, int status) {
        // Given
        blacklist.put(state("e", "bob", entry));

        // When
        Ruling ruling = gatekeeper.attempt(attempt(Direction.OUTBOUND, BOB), NOW);

        // Then
        assertThat(ruling).isEqualTo(new Refuse(reason, status, "e"));
    }

    @Test
    void shouldNotAskWhetherTheAccountIsFullWhenTheAttemptHeldAChannel() {
        // Given
        Attempt repeated = new Attempt(Direction.OUTBOUND, identified(BOB), "88216", ip("192.0.2.1"), false, true);
        blacklist.put(state("full", "bob", BlacklistReason.CHANNEL_LIMIT));
        assertThat(gatekeeper.attempt(repeated, NOW)).isEqualTo(Ruling.ADMIT);

        // When
        blacklist.put(deny("prefix", "bob", "882", null));

        // Then
        assertThat(gatekeeper.attempt(repeated, NOW)).isEqualTo(new Refuse(RefusalReason.BLACKLISTED, 403, "prefix"));
    }

    @Test
    void shouldNeverRefuseAnEmergencyCall() {
        // Given
        blacklist.put(state("disabled", "bob", BlacklistReason.ACCOUNT_DISABLED));
        blacklist.put(deny("network", null, null, "192.0.2.0/24"));
        Identified whose = new Identified("bob", Identity.CLAIMED, null);

        // When
        Ruling ruling = strict.attempt(new Attempt(Direction.OUTBOUND, whose, "112", ip("192.0.2.1"), true), NOW);

        // Then
        assertThat(ruling).isEqualTo(Ruling.ADMIT);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void shouldRefuseADisabledAccountWhenStreamsHasNotYetSaidSo(Direction direction) {
        // Given
        AccountSettings disabled = settings("bob", false, false, null);

        // Then
        assertThat(gatekeeper.attempt(attempt(direction, disabled), NOW)).isEqualTo(DISABLED);
        assertThat(gatekeeper.register(identified(disabled), ip("192.0.2.1"), NOW))
                .isEqualTo(DISABLED);
    }

    @Test
    void shouldTreatUnknownAccountsAsConfigured() {
        // Given
        Identified stranger = new Identified("stranger", Identity.CLAIMED, null);
        Attempt outbound = new Attempt(Direction.OUTBOUND, stranger, "4930123", ip("192.0.2.1"), false);
        Attempt inbound = new Attempt(Direction.INBOUND, stranger, "4930123", ip("192.0.2.1"), false);

        // Then
        assertThat(gatekeeper.attempt(outbound, NOW)).isEqualTo(Ruling.ADMIT);
        assertThat(strict.attempt(outbound, NOW)).isEqualTo(DISABLED);
        assertThat(strict.attempt(inbound, NOW)).isEqualTo(Ruling.ADMIT);
        assertThat(gatekeeper.register(stranger, ip("192.0.2.1"), NOW)).isEqualTo(Ruling.ADMIT);
        assertThat(strict.register(stranger, ip("192.0.2.1"), NOW)).isEqualTo(DISABLED);
    }

    @Test
    void shouldRefuseToRegisterWhenTheAccountIsBlacklisted() {
        // Given
        blacklist.put(deny("e", "bob", null, null));

        // When
        Ruling ruling = gatekeeper.register(identified(BOB), ip("192.0.2.1"), NOW);

        // Then
        assertThat(ruling).isEqualTo(new Refuse(RefusalReason.BLACKLISTED, 403, "e"));
    }

    @ParameterizedTest
    @CsvSource({"false, , true", "true, , false", "true, true, true", "false, false, false"})
    void shouldFollowTheAccountsFailurePolicyWhenNoAdmissionCame(
            boolean strictAdmission, @Nullable Boolean withoutDecision, boolean admitted) {
        assertThat(settings("bob", true, strictAdmission, withoutDecision).admitsWithoutDecision())
                .isEqualTo(admitted);
    }

    @Test
    void shouldRefuseWith403WhenCredentialsConflict() {
        // Then
        assertThat(gatekeeper.unproven()).isEqualTo(new Refuse(RefusalReason.NOT_ADMITTED, 403, null));
    }

    @Test
    void shouldAnswerWithTheConfiguredCode() {
        // Given
        RefusalCodes codes = new RefusalCodes(603, 600, 402, 404, 484, 488, 500);
        Gatekeeper configured = new Gatekeeper(blacklist, codes, UnknownAccounts.ADMIT);
        blacklist.put(deny("e", "bob", null, null));

        // When
        Ruling ruling = configured.attempt(attempt(Direction.OUTBOUND, BOB), NOW);

        // Then
        assertThat(ruling).isEqualTo(new Refuse(RefusalReason.BLACKLISTED, 603, "e"));
        assertThat(RefusalReason.values()).extracting(codes::of).containsExactly(603, 600, 402, 404, 484, 488, 500);
    }

    @Test
    void shouldPromiseTheContractsCodesWhenNothingIsConfigured() {
        // Then
        assertThat(RefusalReason.values())
                .extracting(RefusalCodes.DEFAULTS::of)
                .containsExactly(403, 486, 402, 403, 403, 480, 503);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 302, 399, 700})
    void shouldTakeNoCodeThatIsNoRefusal(int code) {
        // Then
        assertThatThrownBy(() -> new RefusalCodes(403, code, 402, 403, 403, 480, 503))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(code));
    }

    private static Attempt attempt(Direction direction, AccountSettings settings) {
        return new Attempt(direction, identified(settings), "88216", ip("192.0.2.1"), false);
    }

    private static Identified identified(AccountSettings settings) {
        return new Identified(settings.account(), Identity.TRUNK, settings);
    }

    private static AccountSettings settings(
            String name, boolean enabled, boolean strictAdmission, @Nullable Boolean withoutDecision) {
        return new AccountSettings(
                name, enabled, List.of(), List.of(), strictAdmission, withoutDecision, false, null, null, null);
    }
}
