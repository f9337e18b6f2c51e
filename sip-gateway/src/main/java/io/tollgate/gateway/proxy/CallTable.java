package io.tollgate.gateway.proxy;

import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one shard, those that linger too: most of these are folded, and unfolded when they are looked for. A call that
 * passes Tollgate twice is two calls with one SIP Call-ID. Belongs to its shard.
 */
final class CallTable {
    /** So many legs that refused their BYE are asked again later. */
    private static final int MOST_PURSUED = 10_000;

    /** Calls of one SIP Call-ID: each request looks through them, and a call that passes us so often loops. */
    static final int MOST_OF_ONE = 32;

    private int pursued;

    /** Read by other threads, for what it is worth the moment after. */
    private volatile int live;

    private final Lingering<TabledCall> lingering;
    private final Map<String, TabledCall> byCallId = new HashMap<>();
    private final Map<String, List<TabledCall>> bySipCallId = new HashMap<>();

    /** None yet; so many may linger, and hold so many bytes. */
    CallTable(int mostLingering, long mostLingeringBytes) {
        this.lingering = new Lingering<>(mostLingering, mostLingeringBytes);
    }

    void add(Call call) {
        count(1);
        byCallId.put(call.callId(), call);
        bySipCallId.computeIfAbsent(call.sipCallId(), id -> new ArrayList<>(1)).add(call);
    }

    /** Whether one more call of this SIP Call-ID may begin; the eldest that is over makes room for it. */
    boolean admits(String sipCallId) {
        List<TabledCall> calls = of(sipCallId);
        if (calls.size() < MOST_OF_ONE) {
            return true;
        }
        for (TabledCall eldest : calls) {
            if (!eldest.alive()) {
                forget(eldest);
                return true;
            }
        }
        return false;
    }

    private List<TabledCall> of(String sipCallId) {
        return bySipCallId.getOrDefault(sipCallId, List.of());
    }

    void remove(TabledCall call) {
        lingering.remove(call);
        byCallId.remove(call.callId(), call);
        List<TabledCall> calls = bySipCallId.get(call.sipCallId());
        if (calls != null && calls.remove(call) && calls.isEmpty()) {
            bySipCallId.remove(call.sipCallId());
        }
    }

    private void replace(TabledCall call, TabledCall by) {
        lingering.remove(call);
        byCallId.put(by.callId(), by);
        of(by.sipCallId()).replaceAll(each -> each == call ? by : each);
    }

    /** What is left of a call takes its place, and answers what comes late for a while. */
    void fold(Call call, FoldedCall left) {
        replace(call, left);
        linger(left);
    }

    /** Something came for it: the call as it was, which takes its place if it was not forgotten meanwhile. */
    Call unfold(FoldedCall left) {
        Call call = left.unfold();
        if (byCallId.get(left.callId()) == left) {
            left.forgotten();
            replace(left, call);
            linger(call);
        }
        return call;
    }

    /** It is over, and answers what comes late for a while. */
    void linger(TabledCall call) {
        call.forgetLater();
        lingering.add(call, call.bytes());
        for (TabledCall eldest = lingering.surplus(); eldest != null; eldest = lingering.surplus()) {
            forget(eldest);
        }
    }

    private void forget(TabledCall over) {
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

    /** Whether it is here, be it folded. */
    boolean has(String callId) {
        return byCallId.containsKey(callId);
    }

    /** The call with this id of ours; null: not here, or over and folded, so that nothing can be done to it. */
    @Nullable
    Call byCallId(String callId) {
        return byCallId.get(callId) instanceof Call call ? call : null;
    }

    /** Likewise for what comes late: unfolded if need be. */
    @Nullable
    Call unfolded(String callId) {
        TabledCall call = byCallId.get(callId);
        return call == null ? null : unfolded(call);
    }

    private Call unfolded(TabledCall call) {
        return call instanceof FoldedCall left ? unfold(left) : (Call) call;
    }

    /** The call in one of whose dialogs this request is sent, or null: for requests without a token. */
    @Nullable
    Call byDialog(SipMessage request) {
        for (TabledCall tabled : List.copyOf(of(request.callId()))) {
            Call call = unfolded(tabled);
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
        for (TabledCall tabled : of(invite.sipCallId())) {
            boolean challenged = tabled instanceof Call call
                    && call.facts().account().equals(invite.account())
                    && call.takeChallenge(since);
            if (challenged) {
                return true;
            }
        }
        return false;
    }

    /** The calls that a command names: by SIP Call-ID, by our own id, or where it names none all; none that is folded. */
    Collection<Call> named(@Nullable String callId) {
        return callId == null
                ? notFolded(byCallId.values().stream())
                : notFolded(Stream.concat(of(callId).stream(), Stream.ofNullable(byCallId.get(callId))));
    }

    private static List<Call> notFolded(Stream<TabledCall> calls) {
        return calls.filter(Call.class::isInstance).map(Call.class::cast).toList();
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
