package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.Channel;
import io.tollgate.gateway.command.CallDeadlines;
import io.tollgate.gateway.dialog.CallLife;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.journal.CallSnapshot;
import java.util.Collection;
import java.util.Set;

/**
 * Calls that change hands on one shard: taken up from another life or another gateway, handed over, given away. Belongs to
 * its shard.
 */
final class Resumer {
    private final ShardContext shard;

    Resumer(ShardContext shard) {
        this.shard = shard;
    }

    /** Takes calls up that do not run here already. */
    void resume(Collection<CallSnapshot> snapshots, Resumption resumption) {
        for (CallSnapshot snapshot : snapshots) {
            if (!shard.calls().has(snapshot.callId())) {
                Call call = call(snapshot);
                shard.calls().add(call);
                call.resume(snapshot, resumption);
                shard.strangers().tell(call);
            }
        }
    }

    private Call call(CallSnapshot snapshot) {
        CallFacts facts = snapshot.facts();
        return new Call(
                shard,
                new CallParts(
                        snapshot.live(),
                        facts,
                        CallLife.resumed(snapshot.identity(), shard.codes()),
                        new CallDialogs(facts.sipCallId(), snapshot.callerTag(), snapshot.dialogs()),
                        CallReporter.resumed(shard.sink(), facts, snapshot.sequence()),
                        // Its account may not be known yet. The number at this gateway is below the true one then.
                        Channel.NOT_NEEDED,
                        CallDeadlines.resumed(
                                facts.callId(),
                                snapshot.answeredAt(),
                                snapshot.deadlines(),
                                shard.clock().instant()),
                        null,
                        true));
    }

    /** The orders of the past are read, for these calls. */
    void release(Set<String> callIds) {
        for (String callId : callIds) {
            Call call = shard.calls().byCallId(callId);
            if (call != null) {
                call.cutoff().release();
            }
        }
    }

    /** Likewise for all. */
    void releaseAll() {
        shard.calls().named(null).forEach(call -> call.cutoff().release());
    }

    /** These are another gateway's now. */
    void relinquish(Set<String> callIds) {
        for (String callId : callIds) {
            Call call = shard.calls().byCallId(callId);
            if (call != null) {
                call.relinquish();
            }
        }
    }

    /** Has every answered call kept, however lately it was answered. */
    void handOver() {
        shard.calls().named(null).forEach(Call::handOver);
    }

    /** Says anew that all calls are vouched for here. */
    void vouchAgain() {
        shard.calls().named(null).forEach(Call::vouchAgain);
    }

    /** Calls of which something is under way that another gateway could not go on with. */
    int unsettled() {
        return (int) shard.calls().named(null).stream().filter(Call::unsettled).count();
    }

    /** Ends those whose callers have no final response yet; no more begin, emergency calls neither. */
    void giveUp() {
        shard.giveUp();
        int status = shard.codes().overload();
        shard.calls().named(null).forEach(call -> call.giveUp(status));
    }
}
