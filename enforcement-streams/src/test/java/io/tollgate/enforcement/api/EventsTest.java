package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AccountState;
import io.tollgate.BlacklistEntry;
import io.tollgate.FraudVerdict;
import io.tollgate.GatewayHeartbeat;
import io.tollgate.enforcement.feed.Heard;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventsTest {

    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final EventFilter ALL = new EventFilter(null, Set.of());

    private final AtomicInteger lost = new AtomicInteger();
    private final Events events = new Events("e", 2, lost::incrementAndGet);

    @Test
    void shouldTellARecordByItsNameWithItsFields() throws Exception {
        // Given
        var listener = listen(ALL, null);

        // When
        events.hear(state("bob"));

        // Then
        assertThat(written(listener, "event: AccountState"))
                .contains("event: AccountState\nid: e-1\ndata: {\"account\":\"bob\",\"balance\":5,")
                .contains("\"updatedAt\":\"2026-03-01T12:00:00Z\"}\n\n");
    }

    @Test
    void shouldTellWhatWasRemovedByTheNameOfItsKey() throws Exception {
        // Given
        var listener = listen(ALL, null);

        // When
        events.hear(removed(BlacklistEntry.class, "e1"));
        events.hear(removed(AccountState.class, "bob"));
        events.hear(removed(GatewayHeartbeat.class, "g1"));

        // Then
        assertThat(written(listener, "g1"))
                .contains("data: {\"entryId\":\"e1\",\"removed\":true}\n")
                .contains("data: {\"account\":\"bob\",\"removed\":true}\n")
                .contains("data: {\"gatewayId\":\"g1\",\"removed\":true}");
    }

    @Test
    void shouldTellWhoWantsAnAccountWhatWasRemovedOfIt() throws Exception {
        // Given
        var bobs = listen(new EventFilter("bob", Set.of()), null);

        // When
        events.hear(removed(BlacklistEntry.class, "e1"));
        events.hear(removed(BlacklistEntry.class, "no-balance:alice"));
        events.hear(removed(BlacklistEntry.class, "no-balance:bob"));
        events.hear(removed(AccountState.class, "bob"));

        // Then
        assertThat(written(bobs, "\"account\":\"bob\""))
                .contains("\"entryId\":\"no-balance:bob\"")
                .doesNotContain("alice")
                .doesNotContain("e1\"");
    }

    private static Heard removed(Class<? extends SpecificRecord> type, String key) {
        return new Heard(type, key, null, AT, true);
    }

    @Test
    void shouldTellOnlyWhatTheListenerWants() throws Exception {
        // Given
        var bobs = listen(new EventFilter("bob", Set.of()), null);
        var entries = listen(new EventFilter(null, Set.of("BlacklistEntry")), null);

        // When
        events.hear(state("alice"));
        events.hear(state("bob"));
        events.hear(new Heard(BlacklistEntry.class, "e1", null, AT, true));

        // Then
        assertThat(written(bobs, "bob")).doesNotContain("alice");
        assertThat(written(entries, "e1")).doesNotContain("AccountState");
    }

    @Test
    void shouldNotTellWhatIsOldOrOthersAffair() throws Exception {
        // Given
        var listener = listen(ALL, null);

        // When
        events.hear(new Heard(AccountState.class, "old", state("old").value(), AT, false));
        events.hear(new Heard(FraudVerdict.class, "v", null, AT, true));
        events.hear(state("bob"));

        // Then
        assertThat(written(listener, "bob"))
                .contains("id: e-1\n")
                .doesNotContain("old")
                .doesNotContain("FraudVerdict");
    }

    @Test
    void shouldTellASlowListenerHowMuchItMissedAndNotWaitForIt() throws Exception {
        // Given
        var slow = listen(ALL, null);

        // When
        for (int i = 0; i < EventListener.MOST_WAITING + 3; i++) {
            events.hear(state("bob"));
        }

        // Then
        assertThat(lost).hasValue(3);
        assertThat(written(slow, "id: e-" + EventListener.MOST_WAITING + "\n"))
                .containsOnlyOnce("event: lost\ndata: {\"count\":3}\n\n");
    }

    @Test
    void shouldTakeOnlySoManyListeners() {
        // Given
        var first = listen(ALL, null);
        listen(ALL, null);

        // When
        var tooMany = events.listen(ALL, null);
        events.leave(first);

        // Then
        assertThat(tooMany).isEmpty();
        assertThat(events.listening()).isEqualTo(1);
        assertThat(events.listen(ALL, null)).isPresent();
    }

    @Test
    void shouldGoOnAfterTheLastEventThatAListenerHad() throws Exception {
        // Given
        events.hear(state("first"));
        events.hear(state("second"));
        events.hear(state("third"));

        // When
        var again = listen(ALL, "e-1");

        // Then
        assertThat(written(again, "third"))
                .contains("second")
                .doesNotContain("first")
                .doesNotContain("lost");
    }

    @Test
    void shouldSayThatEventsAreLostWhenItCannotGoOn() throws Exception {
        // Given
        for (int i = 0; i < Events.REMEMBERED + 2; i++) {
            events.hear(state("bob"));
        }

        // When
        var late = listen(ALL, "e-1");
        var elsewhere = listen(ALL, "other-9");

        // Then
        assertThat(written(late, "event: lost")).contains("event: lost");
        assertThat(written(elsewhere, "event: lost")).contains("event: lost");
    }

    private EventListener listen(EventFilter filter, @Nullable String after) {
        return events.listen(filter, after).orElseThrow();
    }

    /** What it is told, up to something. */
    private static String written(EventListener listener, String until) throws Exception {
        var out = new ByteArrayOutputStream();
        var thread = Executors.newSingleThreadExecutor();
        try {
            Callable<Void> writing = () -> {
                listener.writeTo(out);
                return null;
            };
            thread.submit(writing);
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (!text(out).contains(until) && System.nanoTime() - deadline < 0) {
                Thread.onSpinWait();
            }
            return text(out);
        } finally {
            thread.shutdownNow();
            assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String text(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Heard state(String account) {
        var state = AccountState.newBuilder()
                .setAccount(account)
                .setBalance(5)
                .setActiveChannels(1)
                .setUpdatedAt(AT)
                .build();
        return new Heard(AccountState.class, account, state, AT, true);
    }
}
