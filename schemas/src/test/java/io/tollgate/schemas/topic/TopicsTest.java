package io.tollgate.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TopicsTest {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    static Stream<Topic> topics() {
        return Topics.ALL.stream();
    }

    /** The two tables of the contract, written by hand. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tollgate.verdicts            | FraudVerdict      | delete  | 604800000 | LogAppendTime
            tollgate.accounts            | Account           | compact |           |
            tollgate.balance-adjustments | BalanceAdjustment | delete  | -1        |
            tollgate.rates               | Rate              | compact |           |
            tollgate.operator-commands   | OperatorCommand   | delete  | 604800000 | LogAppendTime
            tollgate.call-events         | CallEvent         | delete  | 604800000 |
            tollgate.admissions          | Admission         | delete  | 3600000   |
            tollgate.terminations        | Termination       | delete  | 86400000  |
            tollgate.blacklist           | BlacklistEntry    | compact |           |
            tollgate.account-states      | AccountState      | compact |           |
            tollgate.call-records        | CallRecord        | delete  | -1        |
            tollgate.gateways            | GatewayHeartbeat  | compact |           |
            tollgate.dialogs             | DialogSnapshot    | compact |           |
            tollgate.rejected-input      |                   | delete  | 604800000 |
            """)
    void shouldBeAsTheContractSays(String name, String value, String cleanup, String retention, String timestamps) {
        // Given
        var topic = Topics.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();

        // When
        var settings = topic.settings();

        // Then
        var type = topic.value();
        assertThat(type == null ? null : type.getName()).isEqualTo(value == null ? null : "io.tollgate." + value);
        assertThat(settings.get("cleanup.policy")).isEqualTo(cleanup);
        assertThat(settings.get("retention.ms")).isEqualTo(retention);
        assertThat(settings.get("message.timestamp.type")).isEqualTo(timestamps);
        assertThat(topic.subject()).isEqualTo(name + "-value");
    }

    @Test
    void shouldKeepTombstonesOfDialogsForAnHourOnly() {
        // Then
        assertThat(Topics.DIALOGS.settings()).containsEntry("delete.retention.ms", "3600000");
        assertThat(Topics.BLACKLIST.settings()).containsEntry("delete.retention.ms", "86400000");
    }

    @Test
    void shouldListEveryTopicOnce() {
        // Then
        assertThat(Topics.ALL.stream().map(Topic::name).collect(Collectors.toSet()))
                .hasSize(14)
                .hasSameSizeAs(Topics.ALL);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldSayWhatTheKeyIsAndWhy(Topic topic) {
        // Then
        assertThat(topic.key()).isNotBlank();
        assertThat(topic.why()).endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldCloseSegmentsWellBeforeTheyCanExpire(Topic topic) {
        // When
        var settings = topic.settings();

        // Then
        long retention = Long.parseLong(settings.getOrDefault("retention.ms", "-1"));
        if (retention > 0) {
            assertThat(Long.parseLong(settings.get("segment.ms"))).isBetween(HOUR / 4, Math.min(DAY, retention / 4));
        }
    }

    @Test
    void shouldHaveRoomForRejectedRecordOfAnySizeThatKafkaTakes() {
        // Given
        int kafkasDefault = 1_048_588;

        // When
        int most = Integer.parseInt(Topics.REJECTED_INPUT.settings().get("max.message.bytes"));

        // Then
        assertThat(most).isGreaterThan(kafkasDefault + 64 * 1024);
    }
}
