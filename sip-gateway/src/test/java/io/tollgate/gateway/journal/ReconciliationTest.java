package io.tollgate.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconciliationTest {
    private static final String NOTHING = "-";
    private static final String OVER = "over";

    /** What disk and topic have of a call: nothing, a tombstone, or a snapshot with so many moves. */
    @ParameterizedTest(name = "disk {0}, topic {1}: {2}")
    @CsvSource({
        "0,    0,    resumed 0",
        "0,    -,    resumed 0", // the topic was not told yet
        "-,    0,    resumed 0", // the disk is a new one
        "0,    1,    resumed 1", // the disk lay unused while the gateway lived elsewhere
        "1,    0,    resumed 1",
        "0,    over, adopted",
        "over, 0,    ended",
        "over, -,    ended",
        "over, over, ended",
        "-,    over, nothing",
    })
    void shouldMakeOneOfTwoAccounts(String disk, String topic, String expected) {
        // When
        Reconciliation made = Reconciliation.of(account(disk), account(topic));

        // Then
        String resumed = made.resumed().isEmpty()
                ? ""
                : "resumed " + made.resumed().get(0).moves();
        assertThat(List.of(
                        resumed,
                        made.adopted().isEmpty() ? "" : "adopted",
                        made.ended().isEmpty() ? "" : "ended"))
                .filteredOn(said -> !said.isEmpty())
                .isEqualTo(expected.equals("nothing") ? List.of() : List.of(expected));
        assertThat(made.adopted()).isSubsetOf(Set.of("c-1"));
        assertThat(made.ended()).isSubsetOf(Set.of("c-1"));
    }

    private static Map<String, @Nullable CallSnapshot> account(String said) {
        Map<String, @Nullable CallSnapshot> account = new HashMap<>();
        if (said.equals(OVER)) {
            account.put("c-1", null);
        } else if (!said.equals(NOTHING)) {
            account.put("c-1", Snapshots.of("c-1", Integer.parseInt(said)));
        }
        return account;
    }
}
