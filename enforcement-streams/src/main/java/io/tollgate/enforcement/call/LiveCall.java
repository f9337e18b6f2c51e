package io.tollgate.enforcement.call;

import io.tollgate.enforcement.call.CallFact.Answered;
import io.tollgate.enforcement.call.CallFact.Attempted;
import io.tollgate.enforcement.call.CallFact.Ended;
import io.tollgate.enforcement.charge.Bill;
import io.tollgate.enforcement.charge.Charge;
import io.tollgate.enforcement.charge.Hold;
import io.tollgate.enforcement.charge.Payment;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call that has not ended. Facts only ever add to it, so that one that comes twice, or after a later one, changes
 * nothing that the later one said. Immutable.
 *
 * @param attemptedAt the INVITE's instant; of the first fact seen where that was another
 * @param provenAt when its account was first seen proven
 * @param undecided answered though it should have waited for an admission and got none
 * @param payment null: it costs nothing, or not yet
 * @param owner who vouches for it
 * @param revision of its next record; above 0: it was taken for lost before
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
        @Nullable Payment payment,
        Owner owner,
        int revision) {

    /** In the order in which they were proven. */
    public static final Comparator<LiveCall> BY_PROOF = Comparator.comparing(
                    (LiveCall call) -> call.provenAt() == null ? call.attemptedAt() : call.provenAt())
            .thenComparing(LiveCall::callId);

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
                        null,
                        fact.teller(),
                        0)
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
                payment,
                owner,
                revision);
    }

    /** With another relation to its account's channels. */
    public LiveCall on(Channel next) {
        return new LiveCall(
                callId,
                details,
                emergency,
                attemptedAt,
                provenAt,
                answeredAt,
                next,
                undecided,
                payment,
                owner,
                revision);
    }

    /** Holding a channel that nobody granted. */
    public LiveCall letIn() {
        return new LiveCall(
                callId,
                details,
                emergency,
                attemptedAt,
                provenAt,
                answeredAt,
                Channel.HELD,
                true,
                payment,
                owner,
                revision);
    }

    /** Paid otherwise. */
    public LiveCall paid(@Nullable Payment next) {
        return new LiveCall(
                callId,
                details,
                emergency,
                attemptedAt,
                provenAt,
                answeredAt,
                channel,
                undecided,
                next,
                owner,
                revision);
    }

    /** Vouched for by another. */
    public LiveCall ownedBy(Owner next) {
        return new LiveCall(
                callId,
                details,
                emergency,
                attemptedAt,
                provenAt,
                answeredAt,
                channel,
                undecided,
                payment,
                next,
                revision);
    }

    /** As it is kept once it was taken for lost at an instant: what was recorded then can be corrected. */
    public AbsentCall.Lost lost(Instant at) {
        int next = isRecorded(EndCause.LOST) ? revision + 1 : revision;
        return new AbsentCall.Lost(
                new LiveCall(
                        callId,
                        details,
                        emergency,
                        attemptedAt,
                        provenAt,
                        answeredAt,
                        channel,
                        undecided,
                        payment,
                        owner,
                        next),
                at);
    }

    /** The latest instant that is known of it. */
    public Instant knownAt() {
        return Stream.of(attemptedAt, provenAt, answeredAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(attemptedAt);
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
     * Whether anything is recorded of it: it is somebody's, or was recorded before. Of one that was refused its admission its
     * gateway would have said so, and nothing be recorded, had it not been lost.
     */
    private boolean isRecorded(EndCause cause) {
        boolean isRefused = channel == Channel.REFUSED && cause == EndCause.LOST;
        return revision > 0 || (isProven() || isAnswered()) && !isRefused;
    }

    /**
     * What is recorded of it at its end; nothing if nobody was proven to call, or was only asked who he is, unless there
     * is a record that has to be corrected.
     *
     * @param bill null: it cost nothing
     */
    public Optional<ClosedCall> recorded(Instant endedAt, Ended end, @Nullable Bill bill) {
        if (!isRecorded(end.cause()) || end.isChallenged() && revision == 0) {
            return Optional.empty();
        }
        return Optional.of(new ClosedCall(callId, details, revision, attemptedAt, answeredAt, endedAt, end, bill));
    }
}
