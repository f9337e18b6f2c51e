package io.tollgate.gateway.admission;

import static io.tollgate.gateway.admission.AdmissionFixture.NOW;
import static io.tollgate.gateway.admission.AdmissionFixture.deny;
import static io.tollgate.gateway.admission.AdmissionFixture.ip;
import static io.tollgate.gateway.admission.AdmissionFixture.state;
import static io.tollgate.gateway.admission.AdmissionFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Direction;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What shards see while the consumer writes. */
class BlacklistConcurrencyTest {
    private static final int WRITES = 20_000;

    /** Its pages are small, so that entries are moved and places of pages used again all the time. */
    private final Blacklist blacklist = new Blacklist(new EntryPages(1_024));

    private final InetAddress source = ip("192.0.2.1");

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a reader that never comes back
    void shouldLetNoCallThroughWhileEntriesAreRenewedAndOthersComeAndGo() throws Exception {
        // Given
        BlacklistEntry full = state("full", "bob", BlacklistReason.CHANNEL_LIMIT);
        blacklist.put(until(full, NOW.plusSeconds(1)));
        blacklist.put(deny("prefix", null, "882", null));
        ExecutorService writer = Executors.newSingleThreadExecutor();

        // When
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(full), writer);
        long slippedThrough = 0;
        long asked = 0;
        do {
            slippedThrough += asks("bob", "4930") ? 0 : 1;
            slippedThrough += asks("alice", "88216") ? 0 : 1;
            asked++;
        } while (!writing.isDone() || asked < 1_000);

        // Then
        writing.get(30, TimeUnit.SECONDS);
        writer.shutdown();
        assertThat(slippedThrough).as("of %d asked", asked).isZero();
        assertThat(blacklist.size()).isEqualTo(502);
    }

    private boolean asks(String account, String destination) {
        return blacklist.refusing(Direction.OUTBOUND, account, destination, source, NOW) != null;
    }

    private void write(BlacklistEntry full) {
        for (int i = 0; i < WRITES; i++) {
            blacklist.put(until(full, NOW.plusSeconds(1 + i % 5)));
            blacklist.put(deny("many" + i % 1_000, null, "777" + i % 500, null));
            blacklist.remove("many" + (i + 500) % 1_000);
            blacklist.put(deny("other", "bob", i % 2 == 0 ? "49" : "4930", null));
            blacklist.put(deny("same", null, "882", null));
            blacklist.put(deny("network", null, null, "203.0.113.0/" + (24 + i % 8)));
            blacklist.remove("same");
            blacklist.remove("network");
            blacklist.remove("other");
        }
    }
}
