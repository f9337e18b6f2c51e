package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Action;
import io.tollgate.BlacklistEntry;
import io.tollgate.FraudVerdict;
import io.tollgate.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the clock does goes on after a start, when all that lay before it is read. */
class ExpirySystemTest {

    @TempDir
    private Path data;

    @Test
    void shouldLetEntriesExpireAfterTheNextStart() {
        // Given
        Instant expiresAt;
        try (TollgateProcess first = TollgateProcess.up(data)) {
            Map<String, String> ready = first.awaitReady();
            expiresAt = Instant.now().plusSeconds(20);
            try (TopicReader<BlacklistEntry> entries = entries(ready)) {
                blacklist(ready, "before", expiresAt);
                entries.await("the entry", 1, entry -> "before".equals(entry.getAccount()));
            }
            assertThat(first.stop()).isZero();
        }

        // When
        try (TollgateProcess second = TollgateProcess.up(data)) {
            Map<String, String> ready = second.awaitReady();
            try (TopicReader<BlacklistEntry> entries = entries(ready)) {
                entries.await("the entry", 1, entry -> "before".equals(entry.getAccount()));

                // Then
                entries.awaitNoneStanding("expired entry", entry -> "before".equals(entry.getAccount()));
                assertThat(Instant.now()).isAfterOrEqualTo(expiresAt);
                blacklist(ready, "after", Instant.now().plusSeconds(2));
                entries.await("the entry", 1, entry -> "after".equals(entry.getAccount()));
                entries.awaitNoneStanding("expired entry", entry -> "after".equals(entry.getAccount()));
            }
        }
    }

    private static TopicReader<BlacklistEntry> entries(Map<String, String> ready) {
        return TopicReader.of(ready.get("kafka"), ready.get("registry"), Topics.BLACKLIST, BlacklistEntry.class);
    }

    private static void blacklist(Map<String, String> ready, String account, Instant expiresAt) {
        try (Publisher publisher = new Publisher(ready.get("kafka"), ready.get("registry"))) {
            publisher.publish(
                    Topics.VERDICTS,
                    account,
                    FraudVerdict.newBuilder()
                            .setVerdictId(account)
                            .setSource("fraud-radar")
                            .setIssuedAt(Instant.now())
                            .setAction(Action.BLACKLIST)
                            .setAccount(account)
                            .setExpiresAt(expiresAt)
                            .setReason("")
                            .build());
        }
    }
}
