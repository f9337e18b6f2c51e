package io.tollgate.enforcement.account;

import io.tollgate.enforcement.rating.Micros;
import io.tollgate.enforcement.rating.RateTerms;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An account's money by the letter of the contract, slow and obvious: every increment is found by searching all calls for
 * the one that begins next, and is drawn by itself; amounts have no bounds. Knows nothing of the code that it checks but
 * the numbers of a rate.
 */
final class SlowAccount {

    private static final BigInteger SIXTY = BigInteger.valueOf(60);

    /** One call that was admitted or answered. */
    static final class Call {
        final RateTerms rate;

        @Nullable
        Long answeredAt;

        @Nullable
        Long cutAt;

        BigInteger held = BigInteger.ZERO;
        BigInteger drawn = BigInteger.ZERO;
        long seconds;

        Call(RateTerms rate) {
            this.rate = rate;
        }

        long nextAt() {
            return answered() + seconds * Micros.IN_A_SECOND;
        }

        long answered() {
            if (answeredAt == null) {
                throw new IllegalStateException("not answered");
            }
            return answeredAt;
        }

        long nextSeconds() {
            return seconds == 0 ? rate.initialSeconds() : seconds + rate.incrementSeconds();
        }
    }

    /** What a call came to. */
    record Result(long seconds, BigInteger cost, BigInteger uncollected) {}

    /** One that was taken for lost: as it was, and what it was charged. */
    private record Lost(Call call, long at, @Nullable Result result) {}

    final Map<String, Call> calls = new TreeMap<>();
    private final Map<String, Lost> lost = new TreeMap<>();
    private final BigInteger credit;
    private BigInteger settled = BigInteger.ZERO;
    private long asOf;

    SlowAccount(long credit) {
        this.credit = BigInteger.valueOf(credit);
    }

    BigInteger balance() {
        var balance = settled;
        for (var call : calls.values()) {
            balance = balance.subtract(call.drawn);
        }
        return balance;
    }

    BigInteger held() {
        return calls.values().stream().map(call -> call.held).reduce(BigInteger.ZERO, BigInteger::add);
    }

    void adjust(long amount) {
        settled = settled.add(BigInteger.valueOf(amount));
    }

    /** Draws, one after the other, all that begins before. */
    void advance(long to) {
        while (true) {
            Call next = null;
            for (var call : calls.values()) {
                boolean runs = call.answeredAt != null && call.cutAt == null;
                if (runs && call.nextAt() < to && (next == null || call.nextAt() < next.nextAt())) {
                    next = call;
                }
            }
            if (next == null) {
                break;
            }
            draw(next);
        }
        asOf = Math.max(asOf, to);
    }

    private void draw(Call call) {
        call.held = BigInteger.ZERO;
        var increment = cost(call.rate, call.nextSeconds()).subtract(call.drawn);
        if (increment.signum() > 0 && increment.compareTo(free()) > 0) {
            call.cutAt = call.nextAt();
        } else {
            call.drawn = call.drawn.add(increment);
            call.seconds = call.nextSeconds();
        }
    }

    private BigInteger free() {
        return balance().add(credit).subtract(held());
    }

    /** Asks for admission; yields the seconds paid for, 0: refused. */
    long attempt(String callId, long at, RateTerms rate) {
        advance(at);
        var free = free();
        long paid = 0;
        for (long next = rate.initialSeconds();
                cost(rate, next).compareTo(free) <= 0;
                next += rate.incrementSeconds()) {
            paid = next;
        }
        if (paid > 0) {
            var call = new Call(rate);
            call.held = cost(rate, rate.initialSeconds());
            calls.put(callId, call);
        }
        return paid;
    }

    void answer(String callId, long at, RateTerms rate) {
        advance(at);
        var call = calls.computeIfAbsent(callId, unheard -> new Call(rate));
        call.held = BigInteger.ZERO;
        call.answeredAt = at;
        var first = cost(rate, rate.initialSeconds());
        if (first.signum() > 0 && first.compareTo(free()) > 0) {
            call.cutAt = at;
            return;
        }
        call.held = first;
        while (call.cutAt == null && call.nextAt() < asOf) {
            draw(call);
        }
    }

    /** The call is over; it is rated to then, or to its cut if that is later but not later than the end. */
    @Nullable
    Result end(String callId, long at, long dueAt) {
        advance(at);
        var call = calls.remove(callId);
        if (call == null || call.answeredAt == null) {
            return null;
        }
        long rated = dueAt;
        if (dueAt < at && call.cutAt != null) {
            rated = Math.min(at, Math.max(dueAt, call.cutAt));
        }
        long charged = seconds(call, call.cutAt == null ? rated : Math.min(rated, call.cutAt));
        var cost = cost(call.rate, charged);
        settled = settled.subtract(cost);
        return new Result(charged, cost, cost(call.rate, seconds(call, rated)).subtract(cost));
    }

    /** Nobody vouches for the call any more. */
    @Nullable
    Result lose(String callId, long at) {
        advance(at);
        var call = calls.get(callId);
        var result = end(callId, at, at);
        if (call != null) {
            lost.put(callId, new Lost(call, at, result));
        }
        return result;
    }

    /** It lives after all: its cost comes back, and is drawn again as far as there is money for what began since. */
    void reinstate(String callId) {
        var was = lost.remove(callId);
        if (was == null) {
            return;
        }
        advance(was.at());
        var call = was.call();
        calls.put(callId, call);
        if (was.result() == null) {
            var hold = call.held;
            call.held = BigInteger.ZERO;
            call.held = hold.compareTo(free()) > 0 ? BigInteger.ZERO : hold;
            return;
        }
        settled = settled.add(was.result().cost());
        call.drawn = was.result().cost();
        call.seconds = was.result().seconds();
        resume(call);
    }

    private void resume(Call call) {
        var cutBefore = call.cutAt;
        call.held = BigInteger.ZERO;
        call.cutAt = null;
        if (call.seconds == 0 && (cutBefore == null || cutBefore > call.answered())) {
            var first = cost(call.rate, call.rate.initialSeconds());
            if (first.signum() > 0 && first.compareTo(free()) > 0) {
                call.cutAt = call.answered();
                return;
            }
            call.held = first;
        }
        while (call.cutAt == null && call.nextAt() < asOf && (cutBefore == null || call.nextAt() < cutBefore)) {
            draw(call);
        }
        call.cutAt = call.cutAt == null ? cutBefore : call.cutAt;
    }

    private static long seconds(Call call, long until) {
        var again = new Call(call.rate);
        again.answeredAt = call.answeredAt;
        while (again.nextAt() < until) {
            again.seconds = again.nextSeconds();
        }
        return again.seconds;
    }

    static BigInteger cost(RateTerms rate, long seconds) {
        if (seconds == 0) {
            return BigInteger.ZERO;
        }
        var product = BigInteger.valueOf(rate.pricePerMinute().micros()).multiply(BigInteger.valueOf(seconds));
        var whole = product.divideAndRemainder(SIXTY);
        var perTime = whole[1].signum() == 0 ? whole[0] : whole[0].add(BigInteger.ONE);
        return perTime.add(BigInteger.valueOf(rate.connectFee().micros()));
    }
}
