package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.account.AccountTurn;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.store.CallKey;
import io.tollgate.enforcement.store.DueIndex;
import io.tollgate.enforcement.store.DueIndex.Due;
import io.tollgate.enforcement.store.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The calls of a task's accounts, in its stores. Belongs to one task. */
record StoredCalls(KeyValueStore<CallKey, LiveCall> live, KeyValueStore<CallKey, Instant> ended, DueIndex endedDue) {

    private static final int MOST_AT_ONCE = 5_000;
    private static final char ENDED = 'E';

    /** Forgets the calls whose ends need not be remembered any longer. */
    void forget(Instant now) {
        endedDue.take(now, MOST_AT_ONCE).forEach(past -> ended.delete(CallKey.of(past.id())));
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
                endedDue.add(new Due(until, ENDED, key.text()));
            }
        };
    }
}
