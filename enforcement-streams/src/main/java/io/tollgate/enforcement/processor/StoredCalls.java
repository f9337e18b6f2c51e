package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.account.AccountTurn;
import io.tollgate.enforcement.call.AbsentCall;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.store.CallKey;
import io.tollgate.enforcement.store.DueIndex;
import io.tollgate.enforcement.store.DueIndex.Due;
import io.tollgate.enforcement.store.RememberedCall;
import io.tollgate.enforcement.store.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The calls of a task's accounts, in its stores. Belongs to one task. */
record StoredCalls(
        KeyValueStore<CallKey, LiveCall> live,
        KeyValueStore<CallKey, Instant> ended,
        KeyValueStore<CallKey, RememberedCall> lost,
        DueIndex due) {

    private static final int MOST_AT_ONCE = 5_000;
    private static final char ENDED = 'E';
    private static final char LOST = 'L';

    /** Forgets the calls whose ends, or losses, need not be remembered any longer. */
    void forget(Instant now) {
        for (var past : due.take(now, MOST_AT_ONCE)) {
            var key = CallKey.of(past.id());
            if (past.kind() == ENDED) {
                ended.delete(key);
            } else {
                forgetLost(key, past.at());
            }
        }
    }

    private void forgetLost(CallKey key, Instant until) {
        var known = lost.get(key);
        // It may have been found, and lost once more.
        if (known != null && !known.until().isAfter(until)) {
            lost.delete(key);
        }
    }

    /** One account's. */
    AccountTurn.Calls of(String account, Instant now) {
        return new AccountTurn.Calls() {
            @Override
            public @Nullable LiveCall get(String callId) {
                return live.get(new CallKey(account, callId));
            }

            @Override
            public boolean isOver(String callId) {
                return ended.get(new CallKey(account, callId)) != null;
            }

            @Override
            public List<LiveCall> all() {
                List<LiveCall> found = new ArrayList<>();
                try (var scan = live.prefixScan(account, CallKey.PREFIX)) {
                    scan.forEachRemaining(entry -> found.add(entry.value));
                }
                return found;
            }

            @Override
            public void put(LiveCall call) {
                live.put(new CallKey(account, call.callId()), call);
            }

            @Override
            public void close(String callId) {
                var key = new CallKey(account, callId);
                live.delete(key);
                var until = now.plus(Stores.ENDS_REMEMBERED);
                ended.put(key, until);
                due.add(new Due(until, ENDED, key.text()));
            }

            @Override
            public @Nullable AbsentCall absent(String callId) {
                var known = lost.get(new CallKey(account, callId));
                return known == null ? null : known.call();
            }

            @Override
            public void keep(String callId, AbsentCall call) {
                var key = new CallKey(account, callId);
                live.delete(key);
                var until = now.plus(Stores.LOSSES_REMEMBERED);
                lost.put(key, new RememberedCall(call, until));
                due.add(new Due(until, LOST, key.text()));
            }

            @Override
            public void found(String callId) {
                lost.delete(new CallKey(account, callId));
            }
        };
    }
}
