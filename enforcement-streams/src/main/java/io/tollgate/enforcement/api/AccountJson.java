package io.tollgate.enforcement.api;

import io.tollgate.Account;
import io.tollgate.enforcement.account.AccountStanding;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An account as the API shows it: its settings and its state in one object. Its HA1 is never shown. */
final class AccountJson {

    /** What is not a setting. */
    static final Set<String> STATE = Set.of("balance", "activeChannels", "exhaustsAt", "blocked", "updatedAt");

    private AccountJson() {}

    /**
     * Money in micro-units, instants in ISO 8601.
     *
     * @param exhaustsAt null: as things are its money lasts
     * @param now when it is asked for
     */
    static Map<String, Object> of(
            Account settings, AccountStanding standing, @Nullable Instant exhaustsAt, Instant now) {
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
        json.put("balance", standing.purse().balance().micros());
        json.put("activeChannels", standing.held());
        json.put("exhaustsAt", exhaustsAt == null ? null : exhaustsAt.toString());
        json.put("blocked", blocked == null ? null : blocked.name());
        // While calls draw, the balance is that of their last event.
        var asOf = standing.purse().running() == 0 ? now : standing.purse().asOf();
        json.put("updatedAt", asOf.toString());
        return json;
    }
}
