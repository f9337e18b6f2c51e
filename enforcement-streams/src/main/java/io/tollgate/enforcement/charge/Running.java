package io.tollgate.enforcement.charge;

import io.tollgate.enforcement.rating.Micros;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import java.math.BigInteger;
import java.util.Comparator;

/** One running call in a {@link Meter}: how much of it is drawn, and what comes next. Instants in microseconds. */
final class Running {

    /** The order in which increments are drawn. */
    static final Comparator<Running> BY_NEXT_INCREMENT =
            Comparator.<Running>comparingLong(call -> call.nextMicros).thenComparing(call -> call.callId);

    /** The order in which gateways end calls by themselves. */
    static final Comparator<Running> BY_DUE =
            Comparator.<Running>comparingLong(call -> call.dueMicros).thenComparing(call -> call.callId);

    /** Of a call without due instant. */
    static final long NEVER = Long.MAX_VALUE;

    final String callId;
    final Charge charge;
    final long answeredMicros;
    final BigInteger slack;
    private Money drawn;
    private long seconds;
    private long nextMicros;
    private long dueMicros;

    Running(String callId, Charge charge, long asOfMicros) {
        this.callId = callId;
        this.charge = charge;
        this.answeredMicros = Micros.of(charge.answeredAt());
        this.drawn = Money.ZERO;
        this.slack = slack(charge.rate());
        var due = charge.told().due();
        this.dueMicros = due == null ? NEVER : Micros.of(due);
        drawTo(asOfMicros);
    }

    private Running(Running other) {
        callId = other.callId;
        charge = other.charge;
        answeredMicros = other.answeredMicros;
        slack = other.slack;
        drawn = other.drawn;
        seconds = other.seconds;
        nextMicros = other.nextMicros;
        dueMicros = other.dueMicros;
    }

    Running copy() {
        return new Running(this);
    }

    /** By how much it can be dearer at any time than its price alone says: one increment more, and a rounding. */
    private static BigInteger slack(RateTerms rate) {
        return BigInteger.valueOf(rate.cost(rate.incrementSeconds())
                        .minus(rate.connectFee())
                        .micros())
                .add(BigInteger.ONE);
    }

    /** As if all that begins strictly before were drawn. */
    void drawTo(long micros) {
        seconds = charge.rate().billedSeconds(micros - answeredMicros);
        drawn = charge.rate().cost(seconds);
        nextMicros = answeredMicros + seconds * Micros.IN_A_SECOND;
    }

    /** Draws one more; changes its place in the order. */
    void draw() {
        seconds = charge.rate().next(seconds);
        drawn = charge.rate().cost(seconds);
        nextMicros = answeredMicros + seconds * Micros.IN_A_SECOND;
    }

    /** When its next increment begins. */
    long nextMicros() {
        return nextMicros;
    }

    Money drawn() {
        return drawn;
    }

    long dueMicros() {
        return dueMicros;
    }

    Money nextIncrement() {
        return charge.rate().cost(charge.rate().next(seconds)).minus(drawn);
    }

    /** What is set aside for it. */
    Money setAside() {
        return seconds == 0 ? charge.rate().first() : Money.ZERO;
    }

    /** Whether it will ever draw more. */
    boolean isDrawing() {
        return seconds == 0 || charge.rate().isMetered();
    }

    /** What it draws from now on up to an instant, beyond what is set aside for it. */
    Money drawnBetweenNowAnd(long micros) {
        long then = charge.rate().billedSeconds(micros - answeredMicros);
        if (then <= seconds) {
            return Money.ZERO;
        }
        return charge.rate().cost(then).minus(drawn).minus(setAside());
    }

    Money credit(Money creditLimit) {
        return charge.onCredit() ? creditLimit : Money.ZERO;
    }
}
