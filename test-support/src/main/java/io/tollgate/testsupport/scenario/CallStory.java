package io.tollgate.testsupport.scenario;

import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CallRefused;
import io.tollgate.CallRinging;
import io.tollgate.Direction;
import io.tollgate.EndCause;
import io.tollgate.Identity;
import io.tollgate.Leg;
import io.tollgate.LegClosed;
import io.tollgate.RefusalReason;
import io.tollgate.TerminationReason;
import io.tollgate.testsupport.fixture.Cast;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The events that a gateway tells of one call, in order: each method gives the next one, with the next sequence number,
 * at the story's own time.
 *
 * <pre>{@code
 * var call = CallStory.of(ALICE).to(PREMIUM);
 * pipe(call.attempted(), call.after(SECOND).answered(), call.after(MINUTE).ended(EndCause.CALLER));
 * }</pre>
 *
 * <p>Not thread-safe. {@code to}, {@code from}, {@code through} and {@code provenBy} belong before the first event.
 */
public final class CallStory {
    private final String account;
    private final String callId = UUID.randomUUID().toString();
    private String sipCallId = UUID.randomUUID() + "@127.0.0.1";
    private String destination = Cast.LOCAL;
    private String gatewayId = Cast.GATEWAY;
    private long gatewayEpoch = 1;
    private String source = "127.0.0.1:5070/udp";
    private Identity identity = Identity.TRUNK;
    private Direction direction = Direction.OUTBOUND;
    private Instant now = Cast.NOON;
    private int sequence;

    private CallStory(String account) {
        this.account = account;
    }

    /** An outbound call of a proven account to {@link Cast#LOCAL}, at {@link Cast#NOON}. */
    public static CallStory of(String account) {
        return new CallStory(account);
    }

    public CallStory to(String number) {
        destination = number;
        return this;
    }

    /** Source as {@code ip:port/transport}. */
    public CallStory from(String where) {
        source = where;
        return this;
    }

    public CallStory through(String gateway, long epoch) {
        gatewayId = gateway;
        gatewayEpoch = epoch;
        return this;
    }

    /** From here on the account is known by this; may change once, from CLAIMED. */
    public CallStory provenBy(Identity proof) {
        identity = proof;
        return this;
    }

    public CallStory inbound() {
        direction = Direction.INBOUND;
        identity = Identity.UPSTREAM;
        return this;
    }

    public CallStory sipCallId(String id) {
        sipCallId = id;
        return this;
    }

    /** Begins, or goes on, at this instant. */
    public CallStory at(Instant instant) {
        now = instant;
        return this;
    }

    /** Lets time pass before the next event. */
    public CallStory after(Duration pause) {
        now = now.plus(pause);
        return this;
    }

    public String account() {
        return account;
    }

    /** Tollgate's call id. */
    public String callId() {
        return callId;
    }

    public String sipCallId() {
        return sipCallId;
    }

    public Instant now() {
        return now;
    }

    public CallEvent attempted() {
        return next(CallAttempted.newBuilder().setUserAgent("tollgate-phone").build());
    }

    public CallEvent ringing() {
        return next(new CallRinging());
    }

    public CallEvent answered() {
        return next(new CallAnswered());
    }

    /** The end of an answered call. */
    public CallEvent ended(EndCause cause) {
        return next(CallEnded.newBuilder().setCause(cause).build());
    }

    /** The end of an attempt that was not answered. */
    public CallEvent ended(EndCause cause, int sipStatus) {
        return next(
                CallEnded.newBuilder().setCause(cause).setSipStatus(sipStatus).build());
    }

    /** The end of an answered call by order. */
    public CallEvent terminated(String terminationId, TerminationReason reason) {
        return next(CallEnded.newBuilder()
                .setCause(EndCause.TERMINATED)
                .setTerminationId(terminationId)
                .setTerminationReason(reason)
                .build());
    }

    public CallEvent refused(int sipStatus, RefusalReason reason) {
        return next(CallRefused.newBuilder()
                .setSipStatus(sipStatus)
                .setReason(reason)
                .build());
    }

    public CallEvent legClosed(String terminationId, Leg leg, @Nullable Integer sipStatus) {
        return next(LegClosed.newBuilder()
                .setTerminationId(terminationId)
                .setLeg(leg)
                .setSipStatus(sipStatus)
                .setElapsedMicros(1_500)
                .build());
    }

    private CallEvent next(Object event) {
        return CallEvent.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setCallId(callId)
                .setSequence(sequence++)
                .setSipCallId(sipCallId)
                .setGatewayId(gatewayId)
                .setGatewayEpoch(gatewayEpoch)
                .setAccount(account)
                .setIdentity(identity)
                .setDirection(direction)
                .setCaller("sip:" + account + "@example.org")
                .setCallee("sip:" + destination + "@example.org")
                .setDestination(destination)
                .setSource(source)
                .setAt(now)
                .setEvent(event)
                .build();
    }
}
