package io.tollgate.enforcement.api;

import io.tollgate.CallEnded;
import io.tollgate.CallRefused;
import io.tollgate.enforcement.feed.Decided;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a call was refused or terminated, as the API says it: in fields for programs, in a sentence for people. */
final class WhyJson {

    private WhyJson() {}

    /** @param accounts asked for a limit that no record tells */
    static Map<String, Object> of(Decided decided, AccountsNow accounts) {
        var event = decided.event();
        var json = new LinkedHashMap<String, Object>();
        json.put("callId", event.getCallId());
        json.put("sipCallId", event.getSipCallId());
        json.put("gatewayId", event.getGatewayId());
        json.put("account", event.getAccount());
        json.put("direction", event.getDirection().name());
        json.put("caller", event.getCaller());
        json.put("callee", event.getCallee());
        json.put("destination", event.getDestination());
        json.put("source", event.getSource());
        json.put("at", event.getAt().toString());
        var what = event.getEvent();
        var reason = what instanceof CallRefused refused ? refused.getReason().name() : reason(decided);
        json.put("outcome", what instanceof CallRefused ? "REFUSED" : "TERMINATED");
        json.put("reason", reason);
        json.put(
                "sipStatus",
                what instanceof CallRefused refused
                        ? Integer.valueOf(refused.getSipStatus())
                        : ((CallEnded) what).getSipStatus());
        var rule = Rule.of(reason);
        var measured = rule.measure(decided, accounts);
        json.put("rule", rule.setting());
        json.put("measured", measured.value());
        json.put("limit", measured.limit());
        json.put("unit", rule.unit());
        grounds(decided, json);
        json.put("calls", decided.calls());
        json.put("legs", decided.legs().stream().map(RecordJson::of).toList());
        json.put("explanation", Sentence.of(decided, reason, measured));
        return json;
    }

    static String reason(Decided decided) {
        var ended = (CallEnded) decided.event().getEvent();
        return ended.getTerminationReason() == null
                ? "OPERATOR"
                : ended.getTerminationReason().name();
    }

    private static void grounds(Decided decided, Map<String, Object> json) {
        var termination = decided.termination();
        var entry = decided.entry();
        json.put("detail", termination != null ? termination.getDetail() : entry != null ? entry.getDetail() : null);
        json.put("orderedBy", orderedBy(decided));
        json.put("verdictId", termination == null ? null : termination.getVerdictId());
        json.put(
                "terminationId",
                decided.event().getEvent() instanceof CallEnded ended ? ended.getTerminationId() : null);
        json.put(
                "issuedAt",
                termination == null ? null : termination.getIssuedAt().toString());
        json.put(
                "dueAt",
                termination == null || termination.getAt() == null
                        ? null
                        : termination.getAt().toString());
        json.put(
                "blacklistEntryId",
                decided.event().getEvent() instanceof CallRefused refused ? refused.getBlacklistEntryId() : null);
        json.put("blacklistEntry", entry == null ? null : RecordJson.of(entry));
    }

    /** The fraud system, the operator, or Tollgate by itself; null: not remembered. */
    static @Nullable String orderedBy(Decided decided) {
        if (decided.verdict() != null) {
            return decided.verdict().getSource();
        }
        if (decided.command() != null) {
            return decided.command().getOperator();
        }
        if (decided.entry() != null) {
            return decided.entry().getSource();
        }
        var termination = decided.termination();
        boolean isOrdered =
                termination == null || Rule.of(termination.getReason().name()).isOrdered();
        return isOrdered && decided.event().getEvent() instanceof CallEnded ? null : "tollgate";
    }

    /** How long it had lasted; null: it was not answered, or there is no record yet. */
    static @Nullable Long lasted(Decided decided) {
        var record = decided.record();
        return record == null || record.getAnsweredAt() == null
                ? null
                : Duration.between(record.getAnsweredAt(), record.getEndedAt()).toSeconds();
    }
}
