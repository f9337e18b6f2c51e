package io.tollgate.benchmark;

import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallRinging;
import io.tollgate.EndCause;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a gateway tells of calls that overlap: each attempted, ringing, answered and ended, the accounts in turn, all in the
 * order of the gateway's clock. Encoded beforehand. Immutable.
 */
final class ToldCalls {
    /** Of each call. */
    static final int EVENTS = 4;

    private static final Duration RINGS_AFTER = Duration.ofMillis(50);
    private static final Duration ANSWERED_AFTER = Duration.ofSeconds(2);

    private record Told(Duration at, ProducerRecord<byte[], byte[]> record) {}

    private final List<Told> events = new ArrayList<>();

    /**
     * @param name begins the calls' ids, so that no two loads have the same
     * @param perSecond how many begin in a second of the gateway's clock
     * @param holding from answer to end
     * @param start when the first one begins
     */
    ToldCalls(
            InputPublisher inputs,
            String name,
            int calls,
            double perSecond,
            Duration holding,
            Accounts accounts,
            Instant start) {
        for (int i = 0; i < calls; i++) {
            String callId = name + "-" + i;
            String account = Accounts.name(i % accounts.size());
            Duration begins = Duration.ofNanos((long) (i * 1e9 / perSecond));
            Duration answered = begins.plus(ANSWERED_AFTER);
            List<Duration> times = List.of(begins, begins.plus(RINGS_AFTER), answered, answered.plus(holding));
            List<Object> facts = List.of(
                    new CallAttempted(null),
                    new CallRinging(),
                    new CallAnswered(),
                    new CallEnded(EndCause.CALLER, null, null, null));
            for (int n = 0; n < EVENTS; n++) {
                Duration at = times.get(n);
                var event = GatewayRecords.event(account, callId, n, start.plus(at), facts.get(n));
                events.add(new Told(at, inputs.encoded(Topics.CALL_EVENTS, account, event)));
            }
        }
        events.sort(Comparator.comparing(Told::at));
    }

    /** Calls that were answered a moment ago and stay up; returns when Kafka has it. */
    static void upNow(InputPublisher inputs, int calls, Accounts accounts) {
        for (int i = 0; i < calls; i++) {
            String account = Accounts.name(i % accounts.size());
            String callId = "up-" + i;
            Instant at = Instant.now();
            inputs.publish(
                    Topics.CALL_EVENTS, account, GatewayRecords.event(account, callId, 0, at, new CallAttempted(null)));
            inputs.publish(
                    Topics.CALL_EVENTS, account, GatewayRecords.event(account, callId, 1, at, new CallAnswered()));
        }
        inputs.flush();
    }

    /** How long it takes by the gateway's clock. */
    static Duration span(int calls, double perSecond, Duration holding) {
        return Duration.ofNanos((long) (calls * 1e9 / perSecond))
                .plus(ANSWERED_AFTER)
                .plus(holding);
    }

    int events() {
        return events.size();
    }

    /** All at once; returns when Kafka has them. */
    void publish(InputPublisher inputs) {
        events.forEach(event -> inputs.publish(event.record()));
        inputs.flush();
    }

    /** Each at its instant, from now on. */
    void publishOnSchedule(InputPublisher inputs) {
        long start = System.nanoTime();
        for (Told event : events) {
            for (long left; (left = start + event.at().toNanos() - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(left);
            }
            inputs.publish(event.record());
        }
        inputs.flush();
    }
}
