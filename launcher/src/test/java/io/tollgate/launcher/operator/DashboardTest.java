package io.tollgate.launcher.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashboardTest {

    private static final Instant NOW = FakeApi.NOW;

    @Test
    void shouldShowCallsBurningAccountsAndDecisions() {
        // Given
        Dashboard dashboard = new Dashboard();
        Session session = session("24x100");
        dashboard.listed(new Feed.Listed(
                List.of(call(1)),
                List.of(burning("alice", "2026-03-01T12:01:00Z"), new Fields(Map.of("account", "idle")))));

        // When
        dashboard.happened(decision(1));
        dashboard.happened(new Happening(NOW, "alice", Cell.of("answered"), "4930", false));

        // Then
        assertThat(dashboard.frame(session))
                .containsExactly(
                        "12:00:00  1 calls, 2 accounts; Ctrl-C ends this",
                        "ACCOUNT  FROM  TO    STATE       TIME  COST  CALL",
                        "alice          4930  answered  1m 01s        gw-1",
                        "ACCOUNT  BALANCE NOW  CHANNELS  STATE",
                        "alice       0.50 EUR         1  money gone in 1m 00s",
                        "DECISIONS",
                        "12:00:00  alice           refused      number 1");
    }

    @Test
    void shouldFitOnTheTerminalHoweverMuchThereIs() {
        // Given
        Dashboard dashboard = new Dashboard();
        dashboard.listed(new Feed.Listed(
                IntStream.range(0, 10_000).mapToObj(DashboardTest::call).toList(),
                IntStream.range(0, 10_000)
                        .mapToObj(i -> burning("account-with-a-long-name-" + i, "2026-03-01T12:01:00Z"))
                        .toList()));
        IntStream.range(0, 1_000).forEach(i -> dashboard.happened(decision(i)));

        // When
        List<String> frame = dashboard.frame(session("24x72"));

        // Then
        assertThat(frame)
                .hasSizeLessThan(24)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(72));
        assertThat(frame.get(frame.size() - 1)).endsWith("number 999");
    }

    @Test
    void shouldSayThatTheApiIsAway() {
        // Given
        Dashboard dashboard = new Dashboard();

        // When
        dashboard.away("cannot reach it");

        // Then
        assertThat(dashboard.frame(session("24x80")).get(0)).isEqualTo("12:00:00  cannot reach it; trying again");
        dashboard.away("");
        assertThat(dashboard.frame(session("24x80")).get(0)).doesNotContain("cannot");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T11:59:00Z, 1000000",
        "2026-03-01T12:00:00Z, 500000",
        "2026-03-01T12:00:59Z, 8333",
        "2026-03-01T12:01:00Z, 0",
        "2026-03-01T12:05:00Z, 0",
        "2026-03-01T11:00:00Z, 1000000",
    })
    void shouldBurnEvenlyBetweenEvents(Instant now, long micros) {
        assertThat(Dashboard.balanceNow(burning("alice", "2026-03-01T12:01:00Z"), now))
                .isEqualTo(Optional.of(micros));
    }

    @Test
    void shouldNotGuessWhatDoesNotBurn() {
        assertThat(Dashboard.balanceNow(new Fields(Map.of("balance", 5L)), NOW)).isEmpty();
        assertThat(Dashboard.balanceNow(burning("bob", "2026-03-01T11:59:00Z"), NOW))
                .isEmpty();
    }

    private static Fields call(int number) {
        return new Fields(Map.of(
                "callId", "gw-" + number,
                "account", "alice",
                "destination", "4930",
                "state", "ANSWERED",
                "answeredAt", "2026-03-01T11:58:59Z"));
    }

    private static Fields burning(String account, String until) {
        return new Fields(Map.of(
                "account",
                account,
                "balance",
                1_000_000L,
                "currency",
                "EUR",
                "activeChannels",
                1L,
                "updatedAt",
                "2026-03-01T11:59:00Z",
                "exhaustsAt",
                until));
    }

    private static Happening decision(int number) {
        return new Happening(NOW, "alice", new Cell("refused", Style.BAD), "number " + number, true);
    }

    private static Session session(String size) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of("NO_COLOR", "1");
        return new Session(
                environment, Terminal.of(nowhere, nowhere, size, environment), Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
