package io.tollgate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.BlacklistEntry;
import io.tollgate.Termination;
import io.tollgate.TerminationReason;
import io.tollgate.gateway.store.GatewayStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewCopyTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    @TempDir
    Path data;

    private GatewayStore store;

    @BeforeEach
    void open() throws Exception {
        store = GatewayStore.open(data.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ViewCopy copy(Instant now) {
        return new ViewCopy(store, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Termination termination(String id, long revision, Instant issuedAt, @Nullable Instant at) {
        return new Termination(
                id, revision, issuedAt, "call", null, null, null, at, TerminationReason.MAX_DURATION, "", null);
    }

    /** Remembers what it was told. */
    private static class Told implements ViewCopy.Taker {
        final List<String> keys = new ArrayList<>();

        @Override
        public void account(String key, @Nullable Account account) throws InvalidRecord {
            keys.add(account == null ? "-" + key : key);
        }

        @Override
        public void entry(String key, @Nullable BlacklistEntry entry) {
            keys.add(entry == null ? "-" + key : key);
        }

        @Override
        public void termination(@Nullable Termination termination) {
            keys.add(termination == null ? "-" : termination.getTerminationId() + " " + termination.getRevision());
        }
    }

    private static List<String> told(ViewCopy copy) {
        Told told = new Told();
        copy.tell(told);
        return told.keys;
    }

    @Test
    void shouldKeepTheHighestRevisionWhicheverComesLast() {
        // Given
        ViewCopy copy = copy(NOON);
        copy.termination(termination("t", 2, NOON, NOON));
        copy.flush();

        // When
        copy.termination(termination("t", 1, NOON, NOON));
        copy.flush();

        // Then
        assertThat(told(copy)).containsExactly("t 2");
    }

    @Test
    void shouldForgetTerminationsAfterADayUnlessTheirInstantIsToCome() {
        // Given
        ViewCopy copy = copy(NOON);
        Instant old = NOON.minus(Duration.ofHours(25));
        copy.termination(termination("old", 1, old, old));
        copy.termination(termination("withdrawn", 1, old, null));
        copy.termination(termination("to come", 1, old, NOON.plusSeconds(60)));
        copy.termination(termination("young", 1, NOON.minus(Duration.ofHours(23)), null));
        copy.flush();

        // When
        copy.prune();
        copy.flush();

        // Then
        assertThat(told(copy)).containsExactly("to come 1", "young 1");
    }

    @Test
    void shouldNotBeCompleteBeforeAllWasReadOnce() {
        // Given
        ViewCopy copy = copy(NOON);
        copy.account("ALICE", Account.newBuilder().setAccount("ALICE").build());
        copy.flush();
        boolean before = copy(NOON).isComplete();

        // When
        copy.readToEnd(new Told());

        // Then
        assertThat(before).isFalse();
        assertThat(copy(NOON).isComplete()).isTrue();
        assertThat(copy(NOON).changedAt()).isEqualTo(NOON);
    }

    @Test
    void shouldBeGivenUpWhenTheDiskTakesNothingForTooLong() throws Exception {
        // Given
        ViewCopy copy = copy(NOON);
        copy.account("A", Account.newBuilder().setAccount("A").build());
        copy.readToEnd(new Told());
        store.close();

        // When
        for (int i = 0; i <= 100_000; i++) {
            copy.account("A" + i, Account.newBuilder().setAccount("A" + i).build());
        }

        // Then
        assertThat(copy.isComplete()).isFalse();
        assertThat(copy.changedAt()).isNull();
        assertThat(copy.fault()).isNotNull();
    }

    /** What this reading saw is not known any more then. */
    @Test
    void shouldTakeNothingFromTheGatewayWhenItWasGivenUpWhileItWasRead() {
        // Given
        ViewCopy copy = copyWithAlice();
        Told told = new Told();
        copy.account("ALICE", alice(2));

        // When
        copy.account("UNWRITABLE", new Account());
        copy.readToEnd(told);

        // Then
        assertThat(copy.isComplete()).isFalse();
        assertThat(told.keys).isEmpty();
    }

    private static Account alice(int channelLimit) {
        return Account.newBuilder()
                .setAccount("ALICE")
                .setChannelLimit(channelLimit)
                .build();
    }

    /** A copy of an earlier reading, which saw ALICE. */
    private ViewCopy copyWithAlice() {
        ViewCopy before = copy(NOON);
        before.account("ALICE", alice(1));
        before.readToEnd(new Told());
        return copy(NOON);
    }

    @Test
    void shouldKeepTheAccountOfAnEarlierReadingWhenAskedTo() {
        // Given
        ViewCopy copy = copyWithAlice();
        Told told = new Told();

        // When
        copy.keepAccount("ALICE", told);
        copy.keepAccount("ALICE", told);
        copy.keepAccount("BOB", told);
        copy.readToEnd(told);

        // Then
        assertThat(told.keys).containsExactly("ALICE");
        assertThat(told(copy)).containsExactly("ALICE");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotKeepTheAccountWhenThisReadingSawItsEnd(boolean written) {
        // Given
        ViewCopy copy = copyWithAlice();
        Told told = new Told();
        copy.account("ALICE", null);
        if (written) {
            copy.flush();
        }

        // When
        copy.keepAccount("ALICE", told);
        copy.readToEnd(told);

        // Then
        assertThat(told.keys).isEmpty();
        assertThat(told(copy)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotKeepEarlierSettingsWhenThisReadingSawNewer(boolean written) {
        // Given
        ViewCopy copy = copyWithAlice();
        Told told = new Told();
        copy.account("ALICE", alice(2));
        if (written) {
            copy.flush();
        }

        // When
        copy.keepAccount("ALICE", told);

        // Then
        assertThat(told.keys).isEmpty();
    }

    @Test
    void shouldNotKeepSettingsThatTheTakerRefuses() {
        // Given
        ViewCopy copy = copyWithAlice();
        Told refusing = new Told() {
            @Override
            public void account(String key, @Nullable Account account) throws InvalidRecord {
                if (account != null) {
                    throw new InvalidRecord("older gateways took it");
                }
                super.account(key, null);
            }
        };

        // When
        copy.keepAccount("ALICE", refusing);
        copy.readToEnd(refusing);

        // Then
        assertThat(refusing.keys).containsExactly("-ALICE");
        assertThat(told(copy)).isEmpty();
    }

    @Test
    void shouldSayThatTheDiskFailsWhenAnAccountCannotBeKept() throws Exception {
        // Given
        ViewCopy copy = copyWithAlice();
        store.close();

        // When
        copy.keepAccount("ALICE", new Told());

        // Then
        assertThat(copy.fault()).isNotNull();
    }
}
