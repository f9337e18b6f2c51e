package io.tollgate.enforcement.api;

import io.tollgate.enforcement.call.LiveCall;
import java.util.LinkedHashMap;
import java.util.Map;

/** A live call as the API shows it: what its record will have, but for the end, and how far it is. */
final class CallJson {

    private CallJson() {}

    static Map<String, Object> of(String account, LiveCall call) {
        var details = call.details();
        var answeredAt = call.answeredAt();
        var json = new LinkedHashMap<String, Object>();
        json.put("callId", call.callId());
        json.put("sipCallId", details.sipCallId());
        json.put("gatewayId", details.gatewayId());
        json.put("account", account);
        json.put("direction", details.direction().name());
        json.put("caller", details.caller());
        json.put("callee", details.callee());
        json.put("destination", details.destination());
        json.put("revision", 0);
        json.put("ratedPrefix", null);
        json.put("ratePlan", null);
        json.put("currency", null);
        json.put("attemptedAt", call.attemptedAt().toString());
        json.put("answeredAt", answeredAt == null ? null : answeredAt.toString());
        json.put("billedSeconds", 0);
        json.put("cost", 0L);
        json.put("uncollected", 0L);
        json.put("state", answeredAt == null ? "RINGING" : "ANSWERED");
        return json;
    }
}
