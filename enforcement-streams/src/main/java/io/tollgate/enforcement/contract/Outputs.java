package io.tollgate.enforcement.contract;

import io.tollgate.BlacklistEntry;
import io.tollgate.BlacklistReason;
import io.tollgate.EntryKind;
import io.tollgate.Termination;
import io.tollgate.TerminationReason;
import io.tollgate.enforcement.blacklist.Entry;
import io.tollgate.enforcement.decision.TerminationOrder;

/** What goes out, as the contract writes it. Enumerations bear the same names on both sides; a test holds them to it. */
public final class Outputs {

    private Outputs() {}

    public static Termination termination(TerminationOrder order) {
        return Termination.newBuilder()
                .setTerminationId(order.terminationId())
                .setRevision(0)
                .setIssuedAt(order.issuedAt())
                .setCallId(order.callId())
                .setAccount(order.account())
                .setDestinationPrefix(order.destinationPrefix())
                .setSourceNetwork(order.sourceNetwork())
                .setAt(order.issuedAt())
                .setReason(TerminationReason.valueOf(order.grounds().name()))
                .setDetail(order.detail())
                .setVerdictId(order.verdictId())
                .build();
    }

    public static BlacklistEntry entry(Entry entry) {
        return BlacklistEntry.newBuilder()
                .setEntryId(entry.entryId())
                .setAccount(entry.subjects().account())
                .setDestinationPrefix(entry.subjects().destinationPrefix())
                .setSourceNetwork(entry.subjects().sourceNetwork())
                .setKind(EntryKind.valueOf(entry.kind().name()))
                .setReason(BlacklistReason.valueOf(entry.reason().name()))
                .setDetail(entry.detail())
                .setSource(entry.source())
                .setCreatedAt(entry.createdAt())
                .setExpiresAt(entry.expiresAt())
                .build();
    }
}
