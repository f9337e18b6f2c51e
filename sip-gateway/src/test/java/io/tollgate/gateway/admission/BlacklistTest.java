package io.tollgate.gateway.admission;

import static io.tollgate.gateway.admission.AdmissionFixture.NOW;
import static io.tollgate.gateway.admission.AdmissionFixture.allow;
import static io.tollgate.gateway.admission.AdmissionFixture.deny;
import static io.tollgate.gateway.admission.AdmissionFixture.entry;
import static io.tollgate.gateway.admission.AdmissionFixture.ip;
import static io.tollgate.gateway.admission.AdmissionFixture.state;
import static io.tollgate.gateway.admission.AdmissionFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BlacklistTest {
    private final Blacklist blacklist = new Blacklist();

    @Test
    void shouldRefuseNobodyWhenItIsEmpty() {
        // Then
        assertThat(refusing("bob", "88216", "192.0.2.1")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "mallory, , , mallory, 4930123, 192.0.2.1, true",
        "mallory, , , bob, 4930123, 192.0.2.1, false",
        ", 882, , bob, 88216, 192.0.2.1, true",
        ", 882, , bob, 882, 192.0.2.1, true",
        ", 882, , bob, 88, 192.0.2.1, false",
        ", 882, , bob, 18821, 192.0.2.1, false",
        ", , 192.0.2.0/24, bob, 4930123, 192.0.2.1, true",
        ", , 192.0.2.0/24, bob, 4930123, ::ffff:192.0.2.1, true",
        ", , 192.0.2.0/24, bob, 4930123, 192.0.3.1, false",
        ", , 2001:db8::/32, bob, 4930123, 2001:db8::1, true",
        ", , ::/0, bob, 4930123, 192.0.2.1, false",
        "mallory, 882, , mallory, 88216, 192.0.2.1, true",
        "mallory, 882, , mallory, 4930123, 192.0.2.1, false",
        "mallory, 882, 192.0.2.0/24, mallory, 88216, 192.0.2.1, true",
        "mallory, 882, 192.0.2.0/24, mallory, 88216, 192.0.3.1, false",
        "mallory, 882, 192.0.2.0/24, bob, 88216, 192.0.2.1, false",
        ", 882, 192.0.2.0/24, bob, 88216, 192.0.2.1, true",
        ", 882, 192.0.2.0/24, bob, 4930123, 192.0.2.1, false",
        ", , , bob, 4930123, 192.0.2.1, false",
        "'', '', , bob, 4930123, 192.0.2.1, false"
    })
    void shouldRefuseOnlyWhereAllSubjectsMatch(
            @Nullable String account,
            @Nullable String prefix,
            @Nullable String network,
            String caller,
            String destination,
            String source,
            boolean refused) {
        // Given
        blacklist.put(deny("e", account, prefix, network));

        // When
        String refusing = refusing(caller, destination, source);

        // Then
        assertThat(refusing).isEqualTo(refused ? "e" : null);
    }

    @Test
    void shouldLetTheFirstListWithAMatchDecide() {
        // Given
        blacklist.put(deny("global", null, "88216", null));
        assertThatRefusing("bob", "88216").isEqualTo("global");
        blacklist.put(allow("own", "bob", "882", null));
        assertThatRefusing("bob", "88216").isNull();
        blacklist.put(deny("network", null, null, "192.0.2.0/24"));
        assertThatRefusing("bob", "88216").isEqualTo("network");
        blacklist.put(allow("network-allow", null, null, "192.0.2.0/25"));
        assertThatRefusing("bob", "88216").isNull();

        // When
        blacklist.put(state("balance", "bob", BlacklistReason.NO_BALANCE));

        // Then
        assertThatRefusing("bob", "88216").isEqualTo("balance");
    }

    @Test
    void shouldTakeTheLongestPrefixThenTheLongestNetworkThenDeny() {
        // Given
        blacklist.put(deny("short", "bob", "88", "192.0.2.1"));
        blacklist.put(allow("long", "bob", "882", null));
        assertThatRefusing("bob", "88216").isNull();
        blacklist.put(deny("network", "bob", "882", "192.0.0.0/8"));
        assertThatRefusing("bob", "88216").isEqualTo("network");
        blacklist.put(allow("longer-network", "bob", "882", "192.0.2.0/24"));
        assertThatRefusing("bob", "88216").isNull();

        // When
        blacklist.put(deny("deny", "bob", "882", "192.0.2.0/24"));

        // Then
        assertThatRefusing("bob", "88216").isEqualTo("deny");
    }

    @ParameterizedTest
    @EnumSource(
            value = BlacklistReason.class,
            names = {"CHANNEL_LIMIT", "NO_BALANCE", "ACCOUNT_DISABLED"})
    void shouldLetNoAllowLiftTheAccountsOwnState(BlacklistReason reason) {
        // Given
        blacklist.put(state("state", "bob", reason));
        blacklist.put(allow("own", "bob", null, null));
        blacklist.put(allow("network", null, null, "192.0.2.1"));
        blacklist.put(allow("prefix", "bob", "88216", "192.0.2.1"));

        // When
        blacklist.put(entry("odd", "bob", "88216", null, EntryKind.ALLOW, reason));

        // Then
        assertThatRefusing("bob", "88216").isEqualTo("state");
    }

    @ParameterizedTest
    @EnumSource(
            value = BlacklistReason.class,
            names = {"CHANNEL_LIMIT", "NO_BALANCE", "ACCOUNT_DISABLED"})
    void shouldRefuseNobodyWhenAnAccountsStateNamesNoAccount(BlacklistReason reason) {
        // Given
        blacklist.put(entry("prefix", null, "882", null, EntryKind.DENY, reason));

        // When
        blacklist.put(entry("network", null, null, "192.0.2.0/24", EntryKind.DENY, reason));

        // Then
        assertThatRefusing("bob", "88216").isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "FRAUD_VERDICT, true",
        "OPERATOR, true",
        "ACCOUNT_DISABLED, true",
        "NO_BALANCE, false",
        "CHANNEL_LIMIT, false"
    })
    void shouldRefuseInboundCallsOnlyForReasonsThatMeanThem(BlacklistReason reason, boolean refused) {
        // Given
        blacklist.put(state("e", "bob", reason));

        // When
        BlacklistEntry entry = blacklist.refusing(Direction.INBOUND, "bob", "4930123", ip("192.0.2.1"), NOW);

        // Then
        assertThat(entry != null).isEqualTo(refused);
    }

    @Test
    void shouldRefuseInboundCallsForTheDisabledAccountWhenItIsAlsoFull() {
        // Given
        blacklist.put(state("full", "bob", BlacklistReason.CHANNEL_LIMIT));
        blacklist.put(state("disabled", "bob", BlacklistReason.ACCOUNT_DISABLED));

        // When
        BlacklistEntry entry = blacklist.refusing(Direction.INBOUND, "bob", "4930123", ip("192.0.2.1"), NOW);

        // Then
        assertThat(entry).isNotNull().extracting(BlacklistEntry::entryId).isEqualTo("disabled");
    }

    @Test
    void shouldEndAnEntryAtTheInstantOfItsExpiry() {
        // Given
        blacklist.put(until(deny("e", "bob", null, null), NOW.plusMillis(1)));
        blacklist.put(until(allow("own", "bob", "882", null), NOW.plusMillis(1)));

        // Then
        assertThat(refusingAt("bob", "4930", NOW)).isEqualTo("e");
        assertThat(refusingAt("bob", "88216", NOW)).isNull();
        assertThat(refusingAt("bob", "4930", NOW.plusMillis(1))).isNull();
    }

    @Test
    void shouldFallBackToTheNextMatchWhenALongerOneHasExpired() {
        // Given
        blacklist.put(deny("short", "bob", "88", null));
        blacklist.put(until(allow("long", "bob", "882", null), NOW));

        // Then
        assertThatRefusing("bob", "88216").isEqualTo("short");
    }

    @Test
    void shouldKeepRefusingWhenOneOfSeveralEqualEntriesGoes() {
        // Given
        blacklist.put(until(deny("a", "bob", "882", null), NOW.plusSeconds(1)));
        blacklist.put(until(deny("b", "bob", "882", null), NOW.plusSeconds(3)));
        blacklist.put(until(deny("c", "bob", "882", null), NOW.plusSeconds(2)));
        blacklist.put(allow("d", "bob", "882", null));

        // When
        blacklist.remove("b");

        // Then
        assertThat(refusingAt("bob", "88216", NOW.plusMillis(1_999))).isEqualTo("c");
        assertThat(refusingAt("bob", "88216", NOW.plusSeconds(2))).isNull();
        blacklist.remove("c");
        assertThat(refusingAt("bob", "88216", NOW)).isEqualTo("a");
        blacklist.remove("a");
        assertThat(refusingAt("bob", "88216", NOW)).isNull();
        blacklist.remove("d");
        assertThat(blacklist.size()).isZero();
    }

    @Test
    void shouldTakeTheNewFormWhenAnEntryIsRenewed() {
        // Given
        BlacklistEntry full = state("full", "bob", BlacklistReason.CHANNEL_LIMIT);
        blacklist.put(until(full, NOW.plusSeconds(2)));

        // When
        blacklist.put(until(full, NOW.plusSeconds(4)));

        // Then
        assertThat(refusingAt("bob", "88216", NOW.plusSeconds(3))).isEqualTo("full");
        assertThat(blacklist.size()).isEqualTo(1);
        blacklist.put(until(full, NOW));
        assertThatRefusing("bob", "88216").isNull();
        blacklist.remove("full");
        blacklist.remove("full");
        assertThat(blacklist.size()).isZero();
    }

    @Test
    void shouldForgetTheOldSubjectsWhenAnEntryGetsOthers() {
        // Given
        blacklist.put(deny("e", "bob", "882", null));

        // When
        blacklist.put(deny("e", "bob", "883", null));

        // Then
        assertThatRefusing("bob", "88216").isNull();
        assertThatRefusing("bob", "88316").isEqualTo("e");
        blacklist.put(allow("e", "bob", "883", null));
        assertThatRefusing("bob", "88316").isNull();
        blacklist.put(state("e", "bob", BlacklistReason.NO_BALANCE));
        assertThatRefusing("bob", "4930").isEqualTo("e");
        blacklist.put(deny("e", null, null, null));
        assertThatRefusing("bob", "4930").isNull();
        blacklist.remove("e");
        assertThat(blacklist.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "mallory, , , FRAUD_VERDICT, true",
        "mallory, , , OPERATOR, true",
        "mallory, , , ACCOUNT_DISABLED, true",
        "mallory, , , NO_BALANCE, false",
        "mallory, , , CHANNEL_LIMIT, false",
        "mallory, 882, , OPERATOR, false",
        "mallory, , 192.0.2.0/24, OPERATOR, true",
        "mallory, , 192.0.3.0/24, OPERATOR, false",
        ", , 192.0.2.0/24, OPERATOR, false",
        ", 882, , OPERATOR, false",
        "bob, , , OPERATOR, false"
    })
    void shouldRefuseToRegisterOnlyWhenTheAccountIsWhollyBlacklisted(
            @Nullable String account,
            @Nullable String prefix,
            @Nullable String network,
            BlacklistReason reason,
            boolean refused) {
        // Given
        blacklist.put(entry("e", account, prefix, network, EntryKind.DENY, reason));

        // When
        BlacklistEntry entry = blacklist.refusingWholly("mallory", ip("192.0.2.1"), NOW);

        // Then
        assertThat(entry != null).isEqualTo(refused);
    }

    @Test
    void shouldLetRegisterWhenTheSourceIsExcepted() {
        // Given
        blacklist.put(deny("own", "mallory", null, null));

        // When
        blacklist.put(allow("network", null, null, "192.0.2.0/24"));

        // Then
        assertThat(blacklist.refusingWholly("mallory", ip("192.0.2.1"), NOW)).isNull();
        assertThat(blacklist.refusingWholly("mallory", ip("192.0.3.1"), NOW)).isNotNull();
    }

    @Test
    void shouldAnswerAtOnceWhenOneSubjectHasVeryManyEntries() {
        // Given
        IntStream.range(0, 50_000)
                .forEach(i -> blacklist.put(
                        until(deny("e" + i, "bob", "882", null), NOW.plus(Duration.ofSeconds(i % 1_000)))));

        // When
        String refusing = refusingAt("bob", "88216", NOW.plusSeconds(998));

        // Then
        assertThat(refusing).isNotNull();
        IntStream.range(0, 50_000).forEach(i -> blacklist.remove("e" + i));
        assertThatRefusing("bob", "88216").isNull();
    }

    private AbstractStringAssert<?> assertThatRefusing(String account, String destination) {
        return assertThat(refusing(account, destination, "192.0.2.1"));
    }

    private @Nullable String refusing(String account, String destination, String source) {
        BlacklistEntry entry = blacklist.refusing(Direction.OUTBOUND, account, destination, ip(source), NOW);
        return entry == null ? null : entry.entryId();
    }

    private @Nullable String refusingAt(String account, String destination, Instant now) {
        BlacklistEntry entry = blacklist.refusing(Direction.OUTBOUND, account, destination, ip("192.0.2.1"), now);
        return entry == null ? null : entry.entryId();
    }
}
