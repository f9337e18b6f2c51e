package io.tollgate.enforcement.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.tollgate.enforcement.api.Peers.Kind;
import io.tollgate.enforcement.blacklist.EntryIds;
import java.util.Map;
import java.util.Optional;

/**
 * What instances ask each other, out of what this one has alone. It is no part of the public API. What this instance has
 * no longer is not said to be absent. Safe for threads.
 */
final class PeerRoutes {

    /** Under the token like all else. */
    static final String ROOT = "/api/peer";

    static final String CURRENCY = "currency";

    private final LocalLedger local;
    private final Peers peers;

    PeerRoutes(LocalLedger local, Peers peers) {
        this.local = local;
        this.peers = peers;
    }

    void add(RoutesConfig routes) {
        routes.get(ROOT + "/accounts/{key}", request -> one(request, local.account(owned(Kind.ACCOUNT, request))));
        routes.get(ROOT + "/currencies/{key}", request -> one(request, currency(local, owned(Kind.ACCOUNT, request))));
        routes.get(ROOT + "/calls/{key}", request -> request.json(local.calls(owned(Kind.ACCOUNT, request))));
        routes.get(ROOT + "/entries/{key}", request -> one(request, local.entry(owned(Kind.ENTRY, request))));
        routes.get(ROOT + "/account-entries/{key}", this::accountEntry);
        routes.get(ROOT + "/lists/{list}", this::list);
        routes.get(ROOT + "/lists/{list}/{argument}", this::list);
    }

    /** As one instance tells it another. */
    static Optional<Map<String, Object>> currency(Ledger ledger, String account) {
        return ledger.currency(account).map(currency -> Map.of(CURRENCY, currency));
    }

    private void accountEntry(Context request) {
        var entryId = request.pathParam("key");
        var account = EntryIds.accountOf(entryId);
        require(Kind.ACCOUNT, account.orElseThrow(() -> new NotFoundResponse("no entry of an account")));
        one(request, local.entry(entryId));
    }

    private void list(Context request) {
        var list = Listed.of(request.pathParam("list")).orElseThrow(() -> new NotFoundResponse("no such list"));
        request.json(list.of(local, peers, request.pathParamMap().getOrDefault("argument", "")));
    }

    private String owned(Kind kind, Context request) {
        return require(kind, request.pathParam("key"));
    }

    private String require(Kind kind, String key) {
        if (peers.ownerOf(kind, key).isPresent()) {
            throw new Ledger.NotNow("it is another instance's by now, try again");
        }
        return key;
    }

    private static void one(Context request, Optional<Map<String, Object>> found) {
        request.json(found.orElseThrow(() -> new NotFoundResponse("none")));
    }
}
