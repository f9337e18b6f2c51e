package io.tollgate.enforcement.charge;

import io.tollgate.enforcement.rating.Micros;
import io.tollgate.enforcement.rating.Money;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Draws the increments of an account's running calls from its purse, in the order in which they begin. An event costs the
 * increments that began since the last one, not the calls that run: they are kept in that order, and after a long gap the
 * closed form takes the place of single steps. Nothing here is stored: all of it follows from the purse and the calls, and
 * is built anew from them after a restart. Belongs to one thread.
 */
public final class Meter {

    /** Far beyond all instants that are taken in. */
    private static final long FAR = Micros.of(Instant.parse("+12000-01-01T00:00:00Z"));

    private static final int FEW = 16;
    private static final long LONG_GAP = 2 * Micros.IN_A_SECOND;
    private static final BigInteger MINUTE_MICROS = BigInteger.valueOf(60 * Micros.IN_A_SECOND);

    private final Map<String, Running> calls;
    private final TreeSet<Running> queue;
    private final TreeSet<Running> dues;
    private BigInteger prices = BigInteger.ZERO;
    private BigInteger slack = BigInteger.ZERO;
    private int prepaid;
    private long steps;

    public Meter() {
        calls = new HashMap<>();
        queue = new TreeSet<>(Running.BY_NEXT_INCREMENT);
        dues = new TreeSet<>(Running.BY_DUE);
    }

    /** A call whose next increment could not be paid. */
    public record Cut(String callId, Instant at) {}

    /** Where an advance has led. */
    public record Advance(Purse purse, List<Cut> cuts) {}

    /** Takes a running call in, or what has changed about it. */
    public void put(String callId, Charge charge, Instant asOf) {
        remove(callId);
        if (charge.cutAt() != null) {
            return;
        }
        add(new Running(callId, charge, Micros.of(asOf)));
    }

    private void add(Running call) {
        calls.put(call.callId, call);
        dues.add(call);
        if (call.isDrawing()) {
            enqueue(call);
        }
    }

    /** The call is over. */
    public void remove(String callId) {
        var call = calls.remove(callId);
        if (call == null) {
            return;
        }
        dues.remove(call);
        if (queue.contains(call)) {
            dequeue(call);
        }
    }

    /** Running calls that are not cut. */
    public int size() {
        return calls.size();
    }

    /** Increments drawn and costs computed so far: what this has worked. */
    public long steps() {
        return steps;
    }

    Iterable<Running> calls() {
        return calls.values();
    }

    @Nullable
    Running call(String callId) {
        return calls.get(callId);
    }

    /** The same calls, to try what would become of them. */
    Meter copy() {
        var copy = new Meter();
        calls.values().forEach(call -> copy.add(call.copy()));
        steps += calls.size();
        return copy;
    }

    private void enqueue(Running call) {
        queue.add(call);
        prices = prices.add(
                BigInteger.valueOf(call.charge.rate().pricePerMinute().micros()));
        slack = slack.add(call.slack);
        prepaid += call.charge.onCredit() ? 0 : 1;
    }

    private void dequeue(Running call) {
        queue.remove(call);
        prices = prices.subtract(
                BigInteger.valueOf(call.charge.rate().pricePerMinute().micros()));
        slack = slack.subtract(call.slack);
        prepaid -= call.charge.onCredit() ? 0 : 1;
    }

    /**
     * Draws all increments that begin strictly before an instant.
     *
     * @param creditLimit of those that may use credit
     */
    public Advance advance(Purse purse, Money creditLimit, Instant to) {
        if (!to.isAfter(purse.asOf())) {
            return new Advance(purse, List.of());
        }
        long toMicros = Micros.of(to);
        List<Cut> cuts = new ArrayList<>();
        boolean isFar = toMicros - Micros.of(purse.asOf()) >= LONG_GAP;
        long untilLeap = isFar ? 0 : patience();
        while (!queue.isEmpty() && queue.first().nextMicros() < toMicros) {
            if (untilLeap-- == 0) {
                purse = leap(purse, creditLimit, toMicros);
                untilLeap = patience();
            } else {
                purse = step(purse, creditLimit, cuts);
            }
        }
        return new Advance(purse.at(to, purse.drawn(), purse.setAside()), cuts);
    }

    /** Single steps are cheaper than a leap as long as there are few for each call. */
    private long patience() {
        return FEW + 4L * queue.size();
    }

    private Purse step(Purse purse, Money creditLimit, List<Cut> cuts) {
        steps++;
        var call = queue.first();
        var increment = call.nextIncrement();
        var setAside = purse.setAside().minus(call.setAside());
        var without = purse.at(purse.asOf(), purse.drawn(), setAside);
        dequeue(call);
        if (!Purse.isPayable(increment, without.free(call.credit(creditLimit)))) {
            calls.remove(call.callId);
            dues.remove(call);
            cuts.add(new Cut(call.callId, Micros.toInstant(call.nextMicros())));
            return without;
        }
        call.draw();
        if (call.isDrawing()) {
            enqueue(call);
        }
        return purse.at(purse.asOf(), purse.drawn().plus(increment), setAside);
    }

    /** Draws at once what can surely be paid: if all of it can, so can each part in its turn. */
    private Purse leap(Purse purse, Money creditLimit, long toMicros) {
        long paid = paidUntil(purse, creditLimit, toMicros);
        var drawn = purse.drawn();
        var setAside = purse.setAside();
        for (var call :
                queue.stream().filter(waiting -> waiting.nextMicros() < paid).toList()) {
            dequeue(call);
            setAside = setAside.minus(call.setAside());
            var before = call.drawn();
            call.drawTo(paid);
            drawn = drawn.plus(call.drawn().minus(before));
            if (call.isDrawing()) {
                enqueue(call);
            }
        }
        return purse.at(purse.asOf(), drawn, setAside);
    }

    /** The latest instant, at most {@code limit}, before which every increment can surely be paid. */
    private long paidUntil(Purse purse, Money creditLimit, long limit) {
        var free = purse.free(prepaid > 0 ? Money.ZERO : creditLimit);
        long paid = queue.first().nextMicros();
        if (free.micros() < 0 || paid >= limit) {
            return Math.min(paid, limit);
        }
        if (isPaid(limit, free)) {
            return limit;
        }
        long unpaid = limit;
        while (unpaid - paid > 1) {
            long middle = paid + (unpaid - paid) / 2;
            if (isPaid(middle, free)) {
                paid = middle;
            } else {
                unpaid = middle;
            }
        }
        return paid;
    }

    private boolean isPaid(long micros, Money free) {
        var needed = Money.ZERO;
        for (var call : queue) {
            steps++;
            needed = needed.plusAtMost(call.drawnBetweenNowAnd(micros));
            if (!needed.isAtMost(free)) {
                return false;
            }
        }
        return true;
    }

    /** When the first increment comes that cannot be paid: exact for a few calls, else about then; null: never. */
    public @Nullable Instant exhaustsAt(Purse purse, Money creditLimit) {
        if (queue.isEmpty()) {
            return null;
        }
        long exhausted =
                queue.size() <= FEW ? paidUntil(purse, creditLimit, FAR) : linear(purse, creditLimit, BigInteger.ZERO);
        return exhausted >= FAR ? null : Micros.toInstant(exhausted);
    }

    /** No increment before this fails, whatever the increments are; {@link Running#NEVER} if none ever does. */
    long surelyPaidUntil(Purse purse, Money creditLimit) {
        return linear(purse, creditLimit, slack);
    }

    private long linear(Purse purse, Money creditLimit, BigInteger reserve) {
        long asOf = Micros.of(purse.asOf());
        if (prices.signum() == 0) {
            return queue.isEmpty() ? Running.NEVER : queue.first().nextMicros();
        }
        var room = BigInteger.valueOf(
                        purse.free(prepaid > 0 ? Money.ZERO : creditLimit).micros())
                .subtract(reserve);
        if (room.signum() <= 0) {
            return asOf;
        }
        var micros = room.multiply(MINUTE_MICROS).divide(prices);
        return micros.bitLength() < Long.SIZE - 2 ? Math.min(FAR, asOf + micros.longValue()) : FAR;
    }

    /** When the first gateway ends a call by itself; {@link Running#NEVER}: none does. */
    long firstDue() {
        return first(dues, Running::dueMicros);
    }

    private static long first(TreeSet<Running> calls, ToLongFunction<Running> instant) {
        return calls.isEmpty() ? Running.NEVER : instant.applyAsLong(calls.first());
    }
}
