package io.tollgate.enforcement.charge;

import io.tollgate.enforcement.charge.Meter.Advance;
import io.tollgate.enforcement.rating.Micros;
import io.tollgate.enforcement.rating.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks ahead to the end of an account's money, so that gateways know the instant before it comes: their own timers make
 * the cut exact, and it comes when nobody can tell them any more. Only within the horizon, since before that the instant
 * moves with every call. Holds nothing that must survive; belongs to one thread.
 */
public final class Watch {

    /** How long before the end gateways are told. */
    public static final Duration HORIZON = Duration.ofSeconds(10);

    /** An end that is earlier is told at once, a later one no more often than this for an account, unless it is near. */
    public static final Duration LATER_EVERY = Duration.ofMillis(100);

    /** An end so near would come before a later one that waits for its turn, for the clock and for the way. */
    private static final Duration NEAR = Duration.ofMillis(300);

    private static final Duration RENEWED = HORIZON.dividedBy(2);
    private static final int FEW = 16;

    /** Ten times what a look takes for each call: it may use a tenth of the time. */
    private static final Duration PAUSE_FOR_EACH = Duration.ofNanos(20_000);

    private final Meter meter = new Meter();
    private Instant lookedAt = Instant.MIN;
    private Instant laterToldAt = Instant.MIN;

    /** A call's gateway is to be told another end; due null: none. */
    public record Notice(String callId, @Nullable Instant due) {}

    /**
     * What a look has shown.
     *
     * @param next when to look again if nothing happens; null: there is nothing to see
     */
    public record Look(List<Notice> notices, @Nullable Instant next) {}

    public Meter meter() {
        return meter;
    }

    /** When to look if nothing happens; in the past: now; null: never. */
    public @Nullable Instant nextLook(Purse purse, Money creditLimit) {
        if (meter.size() == 0) {
            return null;
        }
        return beforeEnd(meter, purse, creditLimit, meter.firstDue());
    }

    /** Looks at many calls are made to wait: they are due again soon, and events shall not pay for them. */
    public boolean mayLook(Instant now) {
        int calls = meter.size();
        return calls <= FEW || !now.isBefore(lookedAt.plus(PAUSE_FOR_EACH.multipliedBy(calls)));
    }

    /** What gateways have to be told now. */
    public Look look(Purse purse, Money creditLimit, Instant now) {
        lookedAt = now;
        var horizon = now.plus(HORIZON);
        var later = meter.copy();
        var then = later.advance(purse, creditLimit, horizon);
        var ends = new Ends(now, creditLimit, then);
        for (var cut : then.cuts()) {
            var call = meter.call(cut.callId());
            if (call != null) {
                ends.tell(call, Micros.of(cut.at()));
            }
        }
        for (var call : later.calls()) {
            ends.extend(call);
        }
        if (ends.isLaterTold) {
            laterToldAt = now;
        }
        if (ends.isHeldBack) {
            return new Look(ends.notices, laterToldAt.plus(LATER_EVERY));
        }
        var next = later.size() == 0 ? null : beforeEnd(later, then.purse(), creditLimit, ends.firstDue);
        var soonest = now.plus(RENEWED);
        return new Look(ends.notices, next == null || next.isAfter(soonest) ? next : soonest);
    }

    private static @Nullable Instant beforeEnd(Meter meter, Purse purse, Money creditLimit, long firstDue) {
        long end = Math.min(firstDue, meter.surelyPaidUntil(purse, creditLimit));
        return end == Running.NEVER ? null : Micros.toInstant(end).minus(HORIZON);
    }

    /** Compares the ends that gateways were told with those that will be. */
    private final class Ends {
        private final List<Notice> notices = new ArrayList<>();
        private final long nowMicros;
        private final long nearMicros;
        private final long horizonMicros;
        private final boolean mayTellLater;
        private final Money creditLimit;
        private final Advance then;
        private boolean isLaterTold;
        private boolean isHeldBack;
        private long firstDue = Running.NEVER;

        Ends(Instant now, Money creditLimit, Advance then) {
            this.nowMicros = Micros.of(now);
            this.nearMicros = Micros.of(now.plus(NEAR));
            this.horizonMicros = Micros.of(now.plus(HORIZON));
            this.mayTellLater = laterToldAt.equals(Instant.MIN) || !now.isBefore(laterToldAt.plus(LATER_EVERY));
            this.creditLimit = creditLimit;
            this.then = then;
        }

        /** A call that is still paid at the horizon may go on as far as it alone could on what is free then. */
        void extend(Running call) {
            long due = call.dueMicros();
            if (due <= horizonMicros && due >= nowMicros) {
                var free = then.purse().free(call.credit(creditLimit)).plusAtMost(call.drawn());
                var reach = call.charge.reach(free);
                // What it has drawn it has, though the account may owe since: it ends at its next increment, not
                // before.
                due = reach == null ? Running.NEVER : Math.max(Micros.of(reach), call.nextMicros());
                tell(call, due);
            }
            if (due > nowMicros) {
                firstDue = Math.min(firstDue, due);
            }
        }

        void tell(Running call, long due) {
            long told = call.dueMicros();
            if (due == told || told < nowMicros) {
                // What is past has happened, or will never.
                return;
            }
            if (due > told && !mayTellLater && told > nearMicros) {
                isHeldBack = true;
                return;
            }
            isLaterTold |= due > told;
            notices.add(new Notice(call.callId, due == Running.NEVER ? null : Micros.toInstant(due)));
        }
    }
}
