package io.tollgate.enforcement.api;

import io.tollgate.Account;
import io.tollgate.enforcement.account.AccountStanding;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** An account as the API shows it: its settings and its state in one object. Its HA1 is never shown. */
final class AccountJson {

    private AccountJson() {}

    /**
     * Money in micro-units, instants in ISO 8601.
     *
     * @param now when this is so
     */
    static Map<String, Object> of(Account settings, AccountStanding standing, Instant now) {
        var json = new LinkedHashMap<String, Object>();
        json.put("account", settings.getAccount());
        json.put("enabled", settings.getEnabled());
        json.put("channelLimit", settings.getChannelLimit());
        json.put("creditModel", settings.getCreditModel().name());
        json.put("creditLimit", settings.getCreditLimit());
        json.put("currency", settings.getCurrency());
        json.put("ratePlan", settings.getRatePlan());
        json.put("maxCallSeconds", settings.getMaxCallSeconds());
        json.put("identities", settings.getIdentities());
        json.put("trunks", settings.getTrunks());
        json.put("strictAdmission", settings.getStrictAdmission());
        json.put("admitWithoutDecision", settings.getAdmitWithoutDecision());
        var blocked = standing.blocked();
        json.put("balance", 0L);
        json.put("activeChannels", standing.held());
        json.put("exhaustsAt", null);
        json.put("blocked", blocked == null ? null : blocked.name());
        json.put("updatedAt", now.toString());
        return json;
    }
}
