package io.tollgate.enforcement.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.tollgate.enforcement.api.Peers.Kind;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;

/**
 * Takes what replaces or forgets an account's settings to the instance that has them: what is left out may stay as it was,
 * a secret among that does not travel, and who keeps it is to know of each write. One hop, no more. Safe for threads.
 */
final class Forwarding {

    private static final String HOP = "Tollgate-Forwarded";
    private static final Set<HandlerType> FORWARDED = Set.of(HandlerType.PUT, HandlerType.DELETE);

    private final Peers peers;
    private final PeerClient client;

    Forwarding(Peers peers, PeerClient client) {
        this.peers = peers;
        this.client = client;
    }

    void add(RoutesConfig routes) {
        routes.before("/api/accounts/{account}", request -> {
            if (FORWARDED.contains(request.method())) {
                forward(request);
            }
        });
    }

    private void forward(Context request) {
        var account = request.pathParam("account");
        var owner = peers.ownerOf(Kind.ACCOUNT, account);
        if (owner.isEmpty()) {
            return;
        }
        if (request.header(HOP) != null) {
            throw new Ledger.NotNow("it is another instance's by now, try again");
        }
        var type = request.contentType();
        var forwarded = client.request(owner.get().resolve(PeerClient.path("api", "accounts", account)))
                .method(request.method().name(), BodyPublishers.ofByteArray(request.bodyAsBytes()))
                .header(HOP, "1");
        if (type != null) {
            forwarded.header("Content-Type", type);
        }
        var answer = PeerClient.await(client.send(forwarded.build()));
        request.status(answer.statusCode()).result(answer.body());
        answer.headers().firstValue("Content-Type").ifPresent(request::contentType);
        answer.headers().firstValue("Retry-After").ifPresent(seconds -> request.header("Retry-After", seconds));
        request.skipRemainingHandlers();
    }
}
