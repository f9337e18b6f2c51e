package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.Admission;
import io.tollgate.BalanceAdjustment;
import io.tollgate.CallRecord;
import io.tollgate.CreditModel;
import io.tollgate.Rate;
import io.tollgate.Termination;
import io.tollgate.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of three calls in docs/charging.md. */
class ChargingExampleTest {

    private static final Path PAGE = Path.of("..", "docs", "charging.md");
    private static final Duration STEP = Duration.ofMillis(100);

    @Test
    void shouldComeToWhatThePageSays() throws IOException {
        try (var topology = new TestTopology()) {
            // Given
            provision(topology);
            var gateway = new TestGateway(topology, "gw1", 1);
            Map<String, TestCall> calls = new HashMap<>();
            Map<String, Instant> due = new HashMap<>();

            // When
            for (var now = topology.now(); now.isBefore(at(100)); now = topology.now()) {
                if (now.equals(at(0))) {
                    calls.put(
                            "A",
                            new TestCall(topology, "alice", "A")
                                    .to("1")
                                    .attempt()
                                    .answer());
                } else if (now.equals(at(10))) {
                    calls.put(
                            "B",
                            new TestCall(topology, "alice", "B")
                                    .to("2")
                                    .attempt()
                                    .answer());
                } else if (now.equals(at(20))) {
                    calls.put(
                            "C",
                            new TestCall(topology, "alice", "C")
                                    .to("3")
                                    .attempt()
                                    .answer());
                }
                gateway.beat();
                topology.pass(STEP);
                obey(topology, calls, due);
            }

            // Then
            var admissions = topology.values(Topics.ADMISSIONS, Admission.class);
            assertThat(admissions).extracting(Admission::getPaidSeconds).containsExactly(1_000, 90, 165);
            var page = Files.readString(PAGE);
            List<String> rows = new ArrayList<>();
            for (var record : topology.values(Topics.CALL_RECORDS, CallRecord.class)) {
                assertThat(record.getUncollected()).isZero();
                rows.add(row(record, due.get(record.getCallId())));
            }
            assertThat(rows).hasSize(3).allMatch(page::contains);
        }
    }

    /** What a gateway does, for the calls whose instant has come. */
    private static void obey(TestTopology topology, Map<String, TestCall> calls, Map<String, Instant> due) {
        for (var order : topology.values(Topics.TERMINATIONS, Termination.class)) {
            due.put(String.valueOf(order.getCallId()), order.getAt());
        }
        due.forEach((callId, instant) -> {
            var call = calls.get(callId);
            if (call != null && !topology.now().isBefore(instant)) {
                call.cut();
                calls.remove(callId);
            }
        });
    }

    private static String row(CallRecord record, Instant due) {
        return String.format(
                Locale.ROOT,
                "| %s | %d s | %d s | %d | %,d |",
                record.getCallId(),
                seconds(record.getAnsweredAt()),
                seconds(due),
                record.getBilledSeconds(),
                record.getCost());
    }

    private static long seconds(Instant instant) {
        return Duration.between(TestTopology.START, instant).toSeconds();
    }

    private static Instant at(int seconds) {
        return TestTopology.START.plusSeconds(seconds);
    }

    private static void provision(TestTopology topology) {
        rate(topology, "1", 0, 60_000, 1, 1);
        rate(topology, "2", 50_000, 600_000, 60, 6);
        rate(topology, "3", 0, 120_000, 1, 1);
        topology.send(
                Topics.ACCOUNTS,
                "alice",
                Account.newBuilder()
                        .setAccount("alice")
                        .setCreditModel(CreditModel.PREPAID)
                        .setRatePlan("basic")
                        .build());
        topology.send(
                Topics.BALANCE_ADJUSTMENTS,
                "alice",
                BalanceAdjustment.newBuilder()
                        .setAccount("alice")
                        .setAdjustmentId("t")
                        .setAmount(1_000_000)
                        .setAt(topology.now())
                        .setReason("top-up")
                        .build());
    }

    private static void rate(
            TestTopology topology, String prefix, long connectFee, long price, int initial, int increment) {
        topology.send(
                Topics.RATES,
                "basic/" + prefix,
                Rate.newBuilder()
                        .setPlan("basic")
                        .setPrefix(prefix)
                        .setConnectFee(connectFee)
                        .setPricePerMinute(price)
                        .setInitialIncrementSeconds(initial)
                        .setIncrementSeconds(increment)
                        .build());
    }
}
