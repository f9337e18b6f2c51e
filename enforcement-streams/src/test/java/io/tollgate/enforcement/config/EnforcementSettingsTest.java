package io.tollgate.enforcement.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SettingsRefused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnforcementSettingsTest {

    @Test
    void shouldHaveTheseDefaults() {
        // When
        var defaults = EnforcementSettings.ALL.stream()
                .filter(setting -> setting.defaultText() != null)
                .collect(Collectors.toMap(Setting::key, Setting::defaultText));

        // Then
        assertThat(defaults)
                .containsEntry("http", "127.0.0.1:8080")
                .containsEntry("event-clients", "50")
                .containsEntry("event-history", "1h")
                .containsEntry("streams-instance", "1")
                .containsEntry("stream-threads", "1")
                .containsEntry("standby-replicas", "0")
                .containsEntry("commit-interval", "10ms")
                .containsEntry("streams-linger", "0ms")
                .containsEntry("lease-grace", "30s")
                .containsEntry("verdict-prefix-digits", "3")
                .containsEntry("verdict-network-ipv4", "16")
                .containsEntry("verdict-network-ipv6", "32")
                .containsEntry("emergency-numbers", "112,911,urn:service:sos")
                .containsEntry("partitions", "12");
    }

    @Test
    void shouldListenBeyondThisMachineOnlyWithAToken() {
        // Given
        var settings = read(Map.of("http", "0.0.0.0:8080"));

        // When
        EnforcementSettings.of(settings, Map.of(), null);
        var withToken = read(Map.of("http", "0.0.0.0:8080"));
        EnforcementSettings.of(withToken, Map.of(), "s3cret");

        // Then
        assertThatThrownBy(settings::refuseFaults)
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("http")
                .hasMessageContaining("TOLLGATE_API_TOKEN");
        withToken.refuseFaults();
    }

    @Test
    void shouldLetKafkaPropertiesTuneButNotWeaken() {
        // Given
        var settings = settings(
                Map.of("kafka", "127.0.0.1:1,127.0.0.1:2"),
                Map.of(
                        "security.protocol", "SSL",
                        "bootstrap.servers", "elsewhere:9092",
                        "processing.guarantee", "at_least_once",
                        "commit.interval.ms", "100"));

        // When
        var properties = StreamsProperties.of(settings);

        // Then
        assertThat(properties)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("bootstrap.servers", "127.0.0.1:1,127.0.0.1:2")
                .containsEntry("processing.guarantee", StreamsConfig.EXACTLY_ONCE_V2)
                .containsEntry("commit.interval.ms", "100");
    }

    @Test
    void shouldKeepCallsForBetweenFiveSecondsAndAnHour() {
        // When
        var shortest = settings(Map.of("lease-grace", "5s"), Map.of()).leaseGrace();
        var longest = settings(Map.of("lease-grace", "1h"), Map.of()).leaseGrace();

        // Then
        assertThat(shortest).isEqualTo(Duration.ofSeconds(5));
        assertThat(longest).isEqualTo(Duration.ofHours(1));
        for (var outside : List.of("4999ms", "3601s")) {
            assertThatThrownBy(() -> read(Map.of("lease-grace", outside)).refuseFaults())
                    .isInstanceOf(SettingsRefused.class)
                    .hasMessageContaining("lease-grace")
                    .hasMessageContaining(outside);
        }
    }

    @Test
    void shouldMissADeadInstanceAndItsTransactionAtOnce() {
        // When
        var properties = StreamsProperties.of(settings(Map.of(), Map.of()));

        // Then
        assertThat(properties)
                .containsEntry("main.consumer.session.timeout.ms", 6_000)
                .containsEntry("producer.transaction.timeout.ms", 6_000);
    }

    /** By default an old revision stays until half of its changelog is old. */
    @Test
    void shouldBoundHowLongAChangelogKeepsWhatWasErased() {
        assertThat(StreamsProperties.of(settings(Map.of(), Map.of())))
                .containsEntry("topic.max.compaction.lag.ms", 86_400_000L);
    }

    /** By default a transaction that is refused since the last one's marks are not written yet waits for 100 ms. */
    @Test
    void shouldTryATransactionAgainBeforeTheNextCommitIsDue() {
        // When
        var settings = settings(Map.of(), Map.of());

        // Then
        assertThat((Long) StreamsProperties.of(settings).get("producer.retry.backoff.ms"))
                .isLessThan(settings.tuning().commitInterval().toMillis());
    }

    @Test
    void shouldListenNowhereWhenTurnedOff() {
        assertThat(settings(Map.of("http", "off"), Map.of()).http()).isNull();
    }

    private static EnforcementSettings settings(Map<String, String> options, Map<String, String> kafkaProperties) {
        return EnforcementSettings.of(read(options), kafkaProperties, token());
    }

    private static @Nullable String token() {
        return null;
    }

    private static Settings read(Map<String, String> options) {
        return Settings.read(EnforcementSettings.ALL, SettingSources.of(options, Map.of()));
    }
}
