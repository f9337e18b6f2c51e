package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.phone.CallLoad;
import io.tollgate.phone.LoadResult;
import io.tollgate.phone.Overtaking;
import io.tollgate.phone.Phone;
import io.tollgate.phone.Transcript;
import io.tollgate.testsupport.fixture.Accounts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The load that Tollgate must carry without a word: a thousand calls at 200 calls/s through {@code up}, counted by a stock
 * consumer in another process than Tollgate's and joined with what each phone saw.
 *
 * <p>CallAnswered must say when the 2xx went on to the caller: within 5 ms of when the phone has it. Phone and gateway are
 * two processes, so the phone's stamp also holds the time that a busy machine lets the phone wait for a processor, which
 * is no fault of the instant; and a machine that has no processor for half a second lets phones send again what nobody was
 * slow with. So there are three attempts for one without a retransmission and with a median within 5 ms; how many calls
 * are beyond is printed; where several threads wait for each processor, that is not judged at all. All else that is
 * promised, and that no instant is later than the phone's, is held to in each.
 */
@ResourceLock(Apart.LANE) // judges how long things take
class ThousandCallsSystemTest {
    private static final int CALLS = 1_000;
    private static final String SOURCE = "127.0.0.21";
    private static final String ACCOUNT = "thousand-calls";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long ANSWER_MICROS = 5_000;
    private static final int MOST_ATTEMPTS = 3;

    private final Cluster cluster = Cluster.shared();

    @Test
    void shouldCarryAThousandCallsAndTellEachOnceInOrder() {
        // Given
        cluster.provision(
                Accounts.account(ACCOUNT).setTrunks(List.of(SOURCE + "/32")).build());
        Rehearsal.of(cluster.first(), SOURCE);

        // When
        List<Attempt> attempts = new ArrayList<>();
        do {
            attempts.add(carryAThousandCalls());
        } while (attempts.size() < MOST_ATTEMPTS && attempts.stream().noneMatch(Attempt::undisturbed));

        // Then
        if (attempts.stream().noneMatch(Attempt::undisturbed) && Rehearsal.machineIsOverloaded()) {
            System.out.println("the machine is overloaded: retransmissions and times were not judged");
        } else {
            assertThat(attempts).anyMatch(Attempt::undisturbed);
        }
    }

    /**
     * @param retransmissions by phones and upstream
     * @param late from CallAnswered to the 200 at the phone, in microseconds and in order
     */
    private record Attempt(long retransmissions, List<Long> late) {
        boolean undisturbed() {
            return retransmissions == 0 && late.get(late.size() / 2) <= ANSWER_MICROS;
        }

        @Override
        public String toString() {
            return retransmissions
                    + " retransmissions; from CallAnswered to the 200 at the phone, in microseconds: least "
                    + late.get(0) + ", p50 " + late.get(CALLS / 2) + ", p90 " + late.get(CALLS * 9 / 10) + ", p99 "
                    + late.get(CALLS * 99 / 100) + ", most " + late.get(CALLS - 1) + "; beyond 5 ms: "
                    + late.stream().filter(micros -> micros > ANSWER_MICROS).count();
        }
    }

    /** Carries them, and holds it to all that a busy machine is no excuse for. */
    private Attempt carryAThousandCalls() {
        Transcript upstream = cluster.upstream().transcript();
        long repeatsBefore = upstream.repeatsSent() + upstream.repeatsReceived();
        try (Phone callers = cluster.first().phone("callers").bind(SOURCE, 0).open()) {
            LoadResult result = CallLoad.of(callers, CALLS)
                    .perSecond(200)
                    .holding(Duration.ofMillis(500))
                    .start()
                    .awaitEnded(PATIENCE)
                    .result();
            assertThat(result.answered()).as(result.toString()).isEqualTo(CALLS);
            assertThat(result.failed()).as(result.toString()).isZero();
            assertThat(Overtaking.between(callers.transcript(), upstream)).isEmpty();
            assertThat(Overtaking.between(upstream, callers.transcript())).isEmpty();
            assertThat(callers.unreadable()).isEmpty();
            Map<String, CallHistory> told = CallHistory.awaitEnded(
                    cluster.events(), CALLS, event -> result.byCallId().containsKey(event.getSipCallId()));
            assertThat(told.keySet()).isEqualTo(result.byCallId().keySet());
            CallHistory.assertComplete(told.values());
            assertThat(told.values())
                    .allSatisfy(history -> assertThat(history.events())
                            .allSatisfy(event -> assertThat(event.getAccount()).isEqualTo(ACCOUNT)));

            long atUpstream = upstream.repeatsSent() + upstream.repeatsReceived() - repeatsBefore;
            Attempt attempt =
                    new Attempt(result.repeatsSent() + result.repeatsReceived() + atUpstream, late(told, result));
            System.out.println(CALLS + " calls: " + attempt);
            assertThat(attempt.late().get(0)).as(attempt.toString()).isGreaterThanOrEqualTo(-ANSWER_MICROS);
            return attempt;
        }
    }

    private static List<Long> late(Map<String, CallHistory> told, LoadResult result) {
        return result.byCallId().entrySet().stream()
                .map(call -> call.getValue().answered().epochMicros()
                        - micros(told.get(call.getKey()).answeredAt()))
                .sorted()
                .toList();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
