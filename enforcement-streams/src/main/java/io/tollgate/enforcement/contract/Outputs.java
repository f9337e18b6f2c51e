package io.tollgate.enforcement.contract;

import io.tollgate.AccountState;
import io.tollgate.Admission;
import io.tollgate.BlacklistEntry;
import io.tollgate.BlacklistReason;
import io.tollgate.CallRecord;
import io.tollgate.Direction;
import io.tollgate.EndCause;
import io.tollgate.EntryKind;
import io.tollgate.RefusalReason;
import io.tollgate.Termination;
import io.tollgate.TerminationReason;
import io.tollgate.enforcement.account.AccountOutput;
import io.tollgate.enforcement.blacklist.Entry;
import io.tollgate.enforcement.call.ClosedCall;
import io.tollgate.enforcement.decision.TerminationOrder;

/** What goes out, as the contract writes it. Enumerations bear the same names on both sides; a test holds them to it. */
public final class Outputs {

    private Outputs() {}

    public static Termination termination(TerminationOrder order) {
        return Termination.newBuilder()
                .setTerminationId(order.terminationId())
                .setRevision(order.revision())
                .setIssuedAt(order.issuedAt())
                .setCallId(order.callId())
                .setAccount(order.account())
                .setDestinationPrefix(order.destinationPrefix())
                .setSourceNetwork(order.sourceNetwork())
                .setAt(order.at())
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

    public static Admission admission(String account, AccountOutput.Admit admit) {
        var refusal = admit.refusal();
        return Admission.newBuilder()
                .setCallId(admit.callId())
                .setAccount(account)
                .setGatewayId(admit.gatewayId())
                .setAdmitted(refusal == null)
                .setReason(refusal == null ? null : RefusalReason.valueOf(refusal.name()))
                .setActiveChannels(admit.activeChannels())
                .setPaidSeconds(admit.paidSeconds())
                .setAt(admit.at())
                .build();
    }

    public static AccountState state(String account, AccountOutput.ShowState state) {
        var blocked = state.blocked();
        return AccountState.newBuilder()
                .setAccount(account)
                .setBalance(state.balance().micros())
                .setActiveChannels(state.activeChannels())
                .setChannelLimit(state.channelLimit())
                .setExhaustsAt(state.exhaustsAt())
                .setBlocked(blocked == null ? null : BlacklistReason.valueOf(blocked.name()))
                .setUpdatedAt(state.at())
                .build();
    }

    public static CallRecord record(String account, ClosedCall call) {
        var details = call.details();
        var bill = call.bill();
        var grounds = call.end().terminationGrounds();
        return CallRecord.newBuilder()
                .setCallId(call.callId())
                .setSipCallId(details.sipCallId())
                .setGatewayId(details.gatewayId())
                .setAccount(account)
                .setDirection(Direction.valueOf(details.direction().name()))
                .setCaller(details.caller())
                .setCallee(details.callee())
                .setDestination(details.destination())
                .setRevision(call.revision())
                .setAttemptedAt(call.attemptedAt())
                .setAnsweredAt(call.answeredAt())
                .setEndedAt(call.endedAt())
                .setRatedPrefix(bill == null ? null : bill.tariff().prefix())
                .setRatePlan(bill == null ? null : bill.tariff().plan())
                .setCurrency(bill == null ? null : bill.currency())
                .setBilledSeconds(bill == null ? 0 : (int) Math.min(Integer.MAX_VALUE, bill.billedSeconds()))
                .setCost(bill == null ? 0 : bill.cost().micros())
                .setUncollected(bill == null ? 0 : bill.uncollected().micros())
                .setCause(EndCause.valueOf(call.end().cause().name()))
                .setSipStatus(call.end().sipStatus())
                .setTerminationReason(grounds == null ? null : TerminationReason.valueOf(grounds.name()))
                .setTerminationId(call.end().terminationId())
                .build();
    }
}
