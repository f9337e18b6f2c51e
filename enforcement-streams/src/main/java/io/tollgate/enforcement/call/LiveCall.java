package io.tollgate.enforcement.call;

import io.tollgate.enforcement.call.CallFact.Answered;
import io.tollgate.enforcement.call.CallFact.Attempted;
import io.tollgate.enforcement.call.CallFact.Ended;
import io.tollgate.enforcement.charge.Bill;
import io.tollgate.enforcement.charge.Charge;
import io.tollgate.enforcement.charge.Hold;
import io.tollgate.enforcement.charge.Payment;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that has not ended. Facts only ever add to it, so that one that comes twice, or after a later one, changes
 * nothing that the later one said. Immutable.
 *
 * @param attemptedAt the INVITE's instant; of the first fact seen where that was another
 * @param provenAt when its account was first seen proven
 * @param undecided answered though it should have waited for an admission and got none
 * @param payment null: it costs nothing, or not yet
 */
public record LiveCall(
        String callId,
        CallDetails details,
        boolean emergency,
        Instant attemptedAt,
        @Nullable Instant provenAt,
        @Nullable Instant answeredAt,
        Channel channel,
        boolean undecided,
        @Nullable Payment payment) {

    /** A call by the first that is heard of it. */
    public static LiveCall first(CallFact fact) {
        return new LiveCall(
                        fact.callId(),
                        fact.details(),
                        fact.emergency(),
                        fact.at(),
                        null,
                        null,
                        Channel.NONE,
                        false,
                        null)
                .with(fact);
    }

    /** With what a fact adds. */
    public LiveCall with(CallFact fact) {
        return new LiveCall(
                callId,
                details,
                emergency,
                fact.what() instanceof Attempted ? fact.at() : attemptedAt,
                provenAt == null && fact.proven() ? fact.at() : provenAt,
                answeredAt == null && fact.what() instanceof Answered ? fact.at() : answeredAt,
                channel,
                undecided,
                payment);
    }

    /** With another relation to its account's channels. */
    public LiveCall on(Channel next) {
        return new LiveCall(callId, details, emergency, attemptedAt, provenAt, answeredAt, next, undecided, payment);
    }

    /** Holding a channel that nobody granted. */
    public LiveCall letIn() {
        return new LiveCall(callId, details, emergency, attemptedAt, provenAt, answeredAt, Channel.HELD, true, payment);
    }

    /** Paid otherwise. */
    public LiveCall paid(@Nullable Payment next) {
        return new LiveCall(callId, details, emergency, attemptedAt, provenAt, answeredAt, channel, undecided, next);
    }

    public boolean isProven() {
        return provenAt != null;
    }

    public boolean isAnswered() {
        return answeredAt != null;
    }

    public boolean holdsChannel() {
        return channel == Channel.HELD;
    }

    /** Whether a channel, and money, is what it needs once it is proven. */
    public boolean needsChannel() {
        return details.direction() == Direction.OUTBOUND && !emergency;
    }

    /** What is set aside for it before its answer; null: nothing. */
    public @Nullable Hold hold() {
        return payment instanceof Hold hold ? hold : null;
    }

    /** What it is charged since its answer; null: nothing. */
    public @Nullable Charge charge() {
        return payment instanceof Charge charge ? charge : null;
    }

    /**
     * What is recorded of it at its end; nothing if nobody was proven to call, or was only asked who he is.
     *
     * @param bill null: it cost nothing
     */
    public Optional<ClosedCall> recorded(Instant endedAt, Ended end, @Nullable Bill bill) {
        if (!isProven() && !isAnswered() || end.isChallenged()) {
            return Optional.empty();
        }
        return Optional.of(new ClosedCall(callId, details, attemptedAt, answeredAt, endedAt, end, bill));
    }
}
