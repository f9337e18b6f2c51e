package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.MalformedMessage;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * What the proxy did, as plain counters; {@code attempts = admitted + refused + challenged + unready + unreadable} holds
 * when nothing moves. Safe for all threads.
 */
public final class ProxyCounters {
    final LongAdder attempts = new LongAdder();
    final LongAdder admitted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder transfers = new LongAdder();
    final LongAdder transferred = new LongAdder();
    final LongAdder challenged = new LongAdder();
    final LongAdder challenges = new LongAdder();
    final LongAdder staleNonces = new LongAdder();
    final LongAdder failedAuthentications = new LongAdder();
    final LongAdder unready = new LongAdder();
    final LongAdder unreadable = new LongAdder();
    final LongAdder strayResponses = new LongAdder();
    final LongAdder strayRequests = new LongAdder();
    final LongAdder invalid = new LongAdder();
    final LongAdder unpublished = new LongAdder();
    final LongAdder undecided = new LongAdder();
    final LongAdder unconfirmed = new LongAdder();
    final LongAdder observed = new LongAdder();
    final LongAdder shed = new LongAdder();
    final LongAdder withheld = new LongAdder();
    final LongAdder unheard = new LongAdder();
    final LongAdder unclosed = new LongAdder();
    final LongAdder loops = new LongAdder();
    final LongAdder repeatedOrders = new LongAdder();
    final LongAdder failovers = new LongAdder();
    private final LongAdder[] malformed =
            Stream.of(MalformedMessage.Fault.values()).map(f -> new LongAdder()).toArray(LongAdder[]::new);
    private final LongAdder[] blocked =
            Stream.of(BlockReason.values()).map(r -> new LongAdder()).toArray(LongAdder[]::new);

    /** INVITEs that would start a call, retransmissions not counted. */
    public long attempts() {
        return attempts.sum();
    }

    /** Attempts sent on, or kept for their Admission. */
    public long admitted() {
        return admitted.sum();
    }

    /** Attempts refused by policy at once. */
    public long refused() {
        return refused.sum();
    }

    /** REFERs of customers that were accepted, and whose call would be theirs. */
    public long transfers() {
        return transfers.sum();
    }

    /** Attempts that were asked for so, and are the account's that asked. */
    public long transferred() {
        return transferred.sum();
    }

    /** Attempts answered with a digest challenge of our own. */
    public long challenged() {
        return challenged.sum();
    }

    /** Requests of any method that were. */
    public long challenges() {
        return challenges.sum();
    }

    /** Of these, those that had the password and a nonce that is no good any more. */
    public long staleNonces() {
        return staleNonces.sum();
    }

    /** Of these, those that answered an earlier challenge and did not have the password. */
    public long failedAuthentications() {
        return failedAuthentications.sum();
    }

    /** Attempts that were refused because the gateway starts or drains, or is full. */
    public long unready() {
        return unready.sum();
    }

    /** Attempts that could not be read or routed. */
    public long unreadable() {
        return unreadable.sum();
    }

    /** Responses to nothing that we sent. */
    public long strayResponses() {
        return strayResponses.sum();
    }

    /** Requests that claim to be in a dialog and are not. */
    public long strayRequests() {
        return strayRequests.sum();
    }

    /** Requests that could be read and not be routed: their Request-URI or Route, or an extension that a proxy must know. */
    public long invalid() {
        return invalid.sum();
    }

    /** Refused and unproven attempts beyond their source's rate, counted here and not published. */
    public long unpublished() {
        return unpublished.sum();
    }

    /** Calls for which no Admission came in time; the account's failure policy decided. */
    public long undecided() {
        return undecided.sum();
    }

    /** Metered calls that were ended since nobody said how long they are paid. */
    public long unconfirmed() {
        return unconfirmed.sum();
    }

    /** Refusals and terminations that were decided and, since the gateway only observes, not enforced. */
    public long observed() {
        return observed.sum();
    }

    /** Messages left out since too many waited for their shard. */
    public long shed() {
        return shed.sum();
    }

    /** Legs that refused the BYE that was to end them, after it was tried again. */
    public long unclosed() {
        return unclosed.sum();
    }

    /** Requests of ours that came back unchanged, and INVITEs of a Call-ID that too many calls have. */
    public long loops() {
        return loops.sum();
    }

    /** Terminations taken before, or overtaken by a higher revision, counted once a shard; Admissions likewise. */
    public long repeatedOrders() {
        return repeatedOrders.sum();
    }

    /** Requests that were sent to another upstream address since one did not serve. */
    public long failovers() {
        return failovers.sum();
    }

    /** Messages passed over without an answer, since their source is over its bounds. */
    public long unheard() {
        return unheard.sum();
    }

    /** Answers and repetitions not sent, since they would outweigh a request whose source may be forged. */
    public long withheld() {
        return withheld.sum();
    }

    /** How often a source was not heard any longer for a while, by why. */
    public long blocked(BlockReason reason) {
        return blocked[reason.ordinal()].sum();
    }

    void count(BlockReason reason) {
        blocked[reason.ordinal()].increment();
    }

    /** Messages that are no SIP, by fault. */
    public long malformed(MalformedMessage.Fault fault) {
        return malformed[fault.ordinal()].sum();
    }

    void count(MalformedMessage.Fault fault) {
        malformed[fault.ordinal()].increment();
    }
}
