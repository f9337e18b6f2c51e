package io.tollgate.gateway.proxy;

import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one shard, those that linger too. A call that passes Tollgate twice is two calls with one SIP Call-ID.
 * Belongs to its shard.
 */
final class CallTable {
    /** So many legs that refused their BYE are asked again later. */
    private static final int MOST_PURSUED = 10_000;

    /** Calls of one SIP Call-ID: each request looks through them, and a call that passes us so often loops. */
    static final int MOST_OF_ONE = 32;

    private int pursued;

    /** Read by other threads, for what it is worth the moment after. */
    private volatile int live;

    private final Lingering<Call> lingering;
    private final Map<String, Call> byCallId = new HashMap<>();
    private final Map<String, List<Call>> bySipCallId = new HashMap<>();

    /** None yet; those that linger hold at most so many bytes. */
    CallTable(long mostLingeringBytes) {
        this.lingering = new Lingering<>(Limits.MOST_LINGERING, mostLingeringBytes);
    }

    void add(Call call) {
        count(1);
        byCallId.put(call.facts().callId(), call);
        bySipCallId
                .computeIfAbsent(call.facts().sipCallId(), id -> new ArrayList<>(1))
                .add(call);
    }

    /** Whether one more call of this SIP Call-ID may begin; the eldest that is over makes room for it. */
    boolean admits(String sipCallId) {
        List<Call> calls = bySipCallId.getOrDefault(sipCallId, List.of());
        if (calls.size() < MOST_OF_ONE) {
            return true;
        }
        for (Call eldest : calls) {
            if (!eldest.alive()) {
                forget(eldest);
                return true;
            }
        }
        return false;
    }

    void remove(Call call) {
        lingering.remove(call);
        byCallId.remove(call.facts().callId());
        List<Call> calls = bySipCallId.get(call.facts().sipCallId());
        if (calls != null && calls.remove(call) && calls.isEmpty()) {
            bySipCallId.remove(call.facts().sipCallId());
        }
    }

    /** It is over, and answers what comes late for a while. */
    void linger(Call call) {
        lingering.add(call, call.bytes());
        for (Call eldest = lingering.surplus(); eldest != null; eldest = lingering.surplus()) {
            forget(eldest);
        }
    }

    private void forget(Call over) {
        remove(over);
        over.forgotten();
    }

    /** How many are over; other threads may ask, for what it is worth the moment after. */
    int lingering() {
        return lingering.size();
    }

    /** Likewise, how much they hold. */
    long lingeringBytes() {
        return lingering.bytes();
    }

    @Nullable
    Call byCallId(String callId) {
        return byCallId.get(callId);
    }

    /** The call in one of whose dialogs this request is sent, or null: for requests without a token. */
    @Nullable
    Call byDialog(SipMessage request) {
        for (Call call : bySipCallId.getOrDefault(request.callId(), List.of())) {
            if (call.dialogs().find(request) != null) {
                return call;
            }
        }
        return null;
    }

    /**
     * Whether this INVITE answers a challenge that ended one of the same call and account not before {@code since}, while
     * that held a channel. Said once for each challenge.
     */
    boolean answersChallenge(CallFacts invite, Instant since) {
        for (Call call : bySipCallId.getOrDefault(invite.sipCallId(), List.of())) {
            if (call.facts().account().equals(invite.account()) && call.takeChallenge(since)) {
                return true;
            }
        }
        return false;
    }

    /** The calls that a command names: by SIP Call-ID, by our own id, or where it names none all. */
    Collection<Call> named(@Nullable String callId) {
        if (callId == null) {
            return new ArrayList<>(byCallId.values());
        }
        List<Call> named = new ArrayList<>(bySipCallId.getOrDefault(callId, List.of()));
        Call own = byCallId.get(callId);
        if (own != null) {
            named.add(own);
        }
        return named;
    }

    /** One leg more, or less, that is asked again after it refused its BYE; false: too many are already. */
    boolean pursue(int change) {
        boolean may = pursued + change <= MOST_PURSUED;
        pursued += may ? change : 0;
        return may;
    }

    /** A call began or is over. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the shard's thread alone
    void count(int change) {
        live += change;
    }

    /** Calls that are not over. */
    int live() {
        return live;
    }
}
