package io.tollgate.launcher.operator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Erases an account as far as an order can: its settings, and the blacklist entries that name it. One that was broken off can
 * be given again; what is gone already does not keep it from the rest.
 */
final class Erasure {

    /** Where the API's lists end. */
    private static final int MOST = 10_000;

    /** Entries that follow from the account's state, and go with it. */
    private static final Set<String> OF_STATE = Set.of("CHANNEL_LIMIT", "NO_BALANCE", "ACCOUNT_DISABLED");

    private final ApiOptions options;
    private final String account;

    Erasure(ApiOptions options, String account) {
        this.options = options;
        this.account = account;
    }

    void run() {
        Api api = options.connect();
        List<Fields> blacklist = Fields.listOf(api.get(Api.path("blacklist")));
        List<String> entries = blacklist.stream()
                .filter(entry -> entry.text("account").equals(account))
                .filter(entry -> !OF_STATE.contains(entry.text("reason")))
                .map(entry -> entry.text("entryId"))
                .toList();
        boolean isForgotten = api.remove(Api.path("accounts", account));
        if (!isForgotten && entries.isEmpty()) {
            throw new Refused("no account '" + account + "', and no blacklist entry that names it");
        }
        List<String> removed = new ArrayList<>();
        for (String entry : entries) {
            if (api.remove(Api.path("blacklist", entry) + options.order("account erased"))) {
                removed.add(entry);
            }
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("account", account);
        told.put("forgotten", isForgotten);
        told.put("entriesRemoved", removed);
        options.done(Json.write(told), words(isForgotten, removed.size()));
        if (blacklist.size() >= MOST) {
            throw new Refused("the blacklist was listed only to its " + MOST + "th entry; others may name the account");
        }
    }

    private String words(boolean isForgotten, int removed) {
        return "account " + account + ": "
                + (isForgotten ? "forgotten; its calls end, and it stays refused" : "was forgotten already")
                + "; blacklist entries removed: " + removed
                + ". Its name, call records and adjustments are kept, the rest is gone after 8 days (docs/data.md)";
    }
}
