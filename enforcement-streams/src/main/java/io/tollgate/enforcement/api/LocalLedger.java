package io.tollgate.enforcement.api;

import java.util.List;
import java.util.Map;

/** What one instance can say of what it has itself. */
public interface LocalLedger extends Ledger {

    /** The live calls of this id: one of Tollgate's own, or several that share a SIP Call-ID. */
    default List<Map<String, Object>> callsById(String callId) {
        return calls(null).stream()
                .filter(call -> callId.equals(call.get("callId")) || callId.equals(call.get("sipCallId")))
                .toList();
    }

    @Override
    default boolean hasCall(String callId) {
        return !callsById(callId).isEmpty();
    }

    /** The entries that follow from accounts' states. */
    List<Map<String, Object>> accountEntries();

    /** The entries that somebody ordered. */
    List<Map<String, Object>> orderedEntries();
}
