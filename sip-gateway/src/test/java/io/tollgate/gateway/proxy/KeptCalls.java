package io.tollgate.gateway.proxy;

import io.tollgate.gateway.journal.CallJournal;
import io.tollgate.gateway.journal.CallSnapshot;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What a journal was given last of each call that lives. For all threads. */
final class KeptCalls implements CallJournal {
    final ConcurrentMap<String, CallSnapshot> calls = new ConcurrentHashMap<>();

    @Override
    public void keep(CallSnapshot snapshot) {
        calls.put(snapshot.callId(), snapshot);
    }

    @Override
    public void forget(String callId) {
        calls.remove(callId);
    }
}
