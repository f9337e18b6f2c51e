package io.tollgate.enforcement.feed;

import io.tollgate.Admission;
import io.tollgate.BlacklistEntry;
import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.CallRefused;
import io.tollgate.Direction;
import io.tollgate.EndCause;
import io.tollgate.LegClosed;
import io.tollgate.Termination;
import io.tollgate.enforcement.blacklist.Entry;
import io.tollgate.enforcement.blacklist.EntryKind;
import io.tollgate.enforcement.blacklist.EntryReason;
import io.tollgate.enforcement.blacklist.StandingEntries;
import io.tollgate.enforcement.blacklist.Subjects;
import io.tollgate.enforcement.decision.InvalidInput;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was decided and not carried out, as gateways that only observe leave it: which calls would have been refused or
 * ended, by account and reason, and what they went on to cost. Whoever enforces sees next to nothing here: a call that ends
 * by itself as its end is due counts for neither. Bounded; safe for threads.
 */
public final class Observed implements Feed.Listener {

    /** Calls that are followed at one time; more than that are not counted. */
    static final int MOST_CALLS = 100_000;

    /** Rows of the report; what would make more of them counts for {@link #OTHERS}. */
    static final int MOST_ROWS = 10_000;

    /** Stands for accounts that have no row of their own. */
    static final String OTHERS = "";

    /** An end that comes so long after it was due was not the gateway's. */
    static final Duration LATE = Duration.ofSeconds(5);

    private final Clock clock;
    private final StandingEntries entries = new StandingEntries();
    private final Recent<String, ObservedCall> calls = new Recent<>(MOST_CALLS);
    private final Map<Row, Sum> sums = new HashMap<>();

    public Observed(Clock clock) {
        this.clock = clock;
    }

    /** @param outcome REFUSED or TERMINATED */
    private record Row(
            String account,
            String outcome,
            String reason,
            @Nullable String currency) {}

    /**
     * One line of the report. Immutable.
     *
     * @param outcome REFUSED or TERMINATED, as it would have been
     * @param currency null: the calls cost nothing
     * @param calls how many are over
     * @param running how many go on
     * @param seconds how long they went on, those that run until now
     * @param saved micro-units of the currency that those that are over would not have cost, or could not be paid
     */
    public record Line(
            String account,
            String outcome,
            String reason,
            @Nullable String currency,
            long calls,
            long running,
            long seconds,
            long saved) {}

    private static final class Sum {
        long calls;
        long running;
        long seconds;
        long saved;
    }

    @Override
    public synchronized void hear(Heard heard) {
        var value = heard.value();
        if (heard.type().equals(BlacklistEntry.class)) {
            blacklist(heard.key(), (BlacklistEntry) value);
        } else if (value instanceof CallEvent event) {
            hear(event);
        } else if (value instanceof Admission admission && !admission.getAdmitted() && admission.getReason() != null) {
            var call = calls.get(admission.getCallId());
            if (call != null) {
                call.refuse(admission.getReason().name(), admission.getAt());
            }
        } else if (value instanceof Termination termination) {
            calls.values().stream().filter(call -> call.isHitBy(termination)).forEach(call -> call.order(termination));
        } else if (value instanceof CallRecord record) {
            close(record);
        }
    }

    private void blacklist(String entryId, @Nullable BlacklistEntry value) {
        try {
            if (value == null) {
                entries.remove(entryId);
                return;
            }
            entries.put(new Entry(
                    entryId,
                    Subjects.of(value.getAccount(), value.getDestinationPrefix(), value.getSourceNetwork()),
                    EntryKind.valueOf(value.getKind().name()),
                    EntryReason.valueOf(value.getReason().name()),
                    value.getDetail(),
                    value.getSource(),
                    value.getCreatedAt(),
                    value.getExpiresAt()));
        } catch (InvalidInput | IllegalArgumentException strange) {
            // A stranger wrote it: gateways make nothing of it either.
            entries.remove(entryId);
        }
    }

    private void hear(CallEvent event) {
        var what = event.getEvent();
        if (what instanceof CallAttempted) {
            var call = new ObservedCall(event);
            entries.refusing(
                            event.getAccount(),
                            event.getDestination(),
                            call.address(),
                            event.getDirection() == Direction.INBOUND,
                            event.getAt())
                    .ifPresent(entry -> call.refuse(refusal(entry.reason()), event.getAt()));
            calls.put(event.getCallId(), call);
        } else if (what instanceof CallRefused || what instanceof CallEnded ended && isCarriedOut(ended)) {
            calls.remove(event.getCallId());
        } else if (!(what instanceof LegClosed)) {
            var call = calls.get(event.getCallId());
            if (call != null && what instanceof CallAnswered) {
                call.answered(event.getAt());
            } else if (call != null && what instanceof CallEnded) {
                call.over();
            }
        }
    }

    private static boolean isCarriedOut(CallEnded ended) {
        return ended.getCause() == EndCause.TERMINATED;
    }

    private static String refusal(EntryReason reason) {
        return reason == EntryReason.FRAUD_VERDICT || reason == EntryReason.OPERATOR ? "BLACKLISTED" : reason.name();
    }

    /** The call has its record: what went on after it should have ended is known. */
    private void close(CallRecord record) {
        var call = calls.remove(record.getCallId());
        if (call == null || record.getCause() == EndCause.TERMINATED) {
            return;
        }
        call.decision(record.getEndedAt()).ifPresent(decision -> {
            var from =
                    record.getAnsweredAt() == null ? record.getEndedAt() : later(record.getAnsweredAt(), decision.at());
            long micros = micros(from, record.getEndedAt());
            var sum = sum(new Row(record.getAccount(), decision.outcome(), decision.reason(), record.getCurrency()));
            sum.calls++;
            sum.seconds += micros / 1_000_000;
            sum.saved += record.getUncollected() + share(record, micros);
        });
    }

    /** In proportion to the time: what it would have cost up to there is not known exactly, and this is a report. */
    private static long share(CallRecord record, long micros) {
        long whole = record.getAnsweredAt() == null ? 0 : micros(record.getAnsweredAt(), record.getEndedAt());
        // What was drawn for as long as the money lasted is not saved by an end for want of money.
        if (whole == 0 || record.getUncollected() > 0) {
            return micros == whole ? record.getCost() : 0;
        }
        // Rounded down: no more is claimed than was saved.
        return BigInteger.valueOf(record.getCost())
                .multiply(BigInteger.valueOf(micros))
                .divide(BigInteger.valueOf(whole))
                .longValue();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static long micros(Instant from, Instant to) {
        return Math.max(0, ChronoUnit.MICROS.between(from, to));
    }

    private Sum sum(Row row) {
        var known = sums.get(row);
        if (known == null) {
            var place = sums.size() < MOST_ROWS ? row : new Row(OTHERS, row.outcome(), row.reason(), row.currency());
            known = sums.computeIfAbsent(place, first -> new Sum());
        }
        return known;
    }

    /**
     * The report, by account, outcome and reason.
     *
     * @param account null: of all
     */
    public synchronized List<Line> report(@Nullable String account) {
        Map<Row, Sum> all = new HashMap<>();
        sums.forEach((row, sum) -> add(all, row, sum.calls, 0, sum.seconds, sum.saved));
        var now = clock.instant();
        calls.values().stream()
                .filter(call -> !call.isOver())
                .forEach(call -> call.decision(now)
                        .ifPresent(decision -> add(
                                all,
                                new Row(call.account(), decision.outcome(), decision.reason(), null),
                                0,
                                1,
                                call.secondsSince(decision.at(), now),
                                0)));
        List<Line> report = new ArrayList<>();
        all.forEach((row, sum) -> {
            if (account == null || account.equals(row.account())) {
                report.add(new Line(
                        row.account(),
                        row.outcome(),
                        row.reason(),
                        row.currency(),
                        sum.calls,
                        sum.running,
                        sum.seconds,
                        sum.saved));
            }
        });
        report.sort(Comparator.comparing(Line::account)
                .thenComparing(Line::outcome)
                .thenComparing(Line::reason)
                .thenComparing(line -> String.valueOf(line.currency())));
        return report;
    }

    private static void add(Map<Row, Sum> all, Row row, long calls, long running, long seconds, long saved) {
        var sum = all.computeIfAbsent(row, first -> new Sum());
        sum.calls += calls;
        sum.running += running;
        sum.seconds += seconds;
        sum.saved += saved;
    }
}
