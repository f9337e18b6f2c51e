package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.journal.Snapshots;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResumerTest {
    @Test
    void shouldKeepACallThatIsTakenUpAsItWas() {
        // Given
        ShardByHand shard = new ShardByHand();
        CallSnapshot snapshot = Snapshots.of("c1");

        // When
        shard.resume(snapshot);

        // Then
        assertThat(shard.kept.calls).containsExactly(Map.entry("c1", snapshot));
    }
}
