package io.tollgate.enforcement.api;

import io.tollgate.enforcement.call.LiveCall;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A live call as the API shows it: what its record will have, but for the end, and how far it is. */
final class CallJson {

    private CallJson() {}

    /**
     * Money as if it ended now.
     *
     * @param now when it is asked for
     */
    static Map<String, Object> of(String account, LiveCall call, Instant now) {
        var charge = call.charge();
        var bill = charge == null ? null : charge.billAt(now);
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
        json.put("revision", call.revision());
        json.put("ratedPrefix", bill == null ? null : bill.tariff().prefix());
        json.put("ratePlan", bill == null ? null : bill.tariff().plan());
        json.put("currency", bill == null ? null : bill.currency());
        json.put("attemptedAt", call.attemptedAt().toString());
        json.put("answeredAt", answeredAt == null ? null : answeredAt.toString());
        json.put("billedSeconds", bill == null ? 0L : bill.billedSeconds());
        json.put("cost", bill == null ? 0L : bill.cost().micros());
        json.put("uncollected", bill == null ? 0L : bill.uncollected().micros());
        json.put("state", answeredAt == null ? "RINGING" : "ANSWERED");
        return json;
    }
}
