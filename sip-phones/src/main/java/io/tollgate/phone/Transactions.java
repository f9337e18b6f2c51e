package io.tollgate.phone;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All transactions of one endpoint, found by branch and method. Belongs to the endpoint's loop. */
final class Transactions {
    private final Endpoint endpoint;
    private final SipTimers timers;
    private final Map<String, ClientTransaction> clients = new HashMap<>();
    private final Map<String, ServerTransaction> servers = new HashMap<>();

    Transactions(Endpoint endpoint, SipTimers timers) {
        this.endpoint = endpoint;
        this.timers = timers;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    SipTimers timers() {
        return timers;
    }

    Loop.Timer after(Duration delay, Runnable task) {
        return endpoint.loop().schedule(delay, task);
    }

    /** Sends a request that has its Via already. */
    ClientTransaction start(Draft request, Hop hop, ClientTransaction.Listener listener) {
        ClientTransaction transaction = new ClientTransaction(this, request, hop, listener);
        clients.put(key(request), transaction);
        transaction.start();
        return transaction;
    }

    void response(Incoming response) {
        ClientTransaction transaction = clients.get(response.branch() + " " + response.method());
        if (transaction != null) {
            transaction.response(response);
        }
    }

    /** The transaction of a request that came before: a retransmission, or for an ACK its INVITE. */
    @Nullable
    ServerTransaction known(Incoming request) {
        return servers.get(key(request, request.method().equals("ACK") ? "INVITE" : request.method()));
    }

    /** The INVITE that a CANCEL means. */
    @Nullable
    ServerTransaction cancelled(Incoming cancel) {
        return servers.get(key(cancel, "INVITE"));
    }

    ServerTransaction open(Incoming request) {
        String key = key(request, request.method());
        ServerTransaction transaction = new ServerTransaction(this, key, request);
        servers.put(key, transaction);
        return transaction;
    }

    int size() {
        return clients.size() + servers.size();
    }

    void remove(ClientTransaction transaction) {
        clients.remove(key(transaction.request()), transaction);
    }

    void remove(ServerTransaction transaction) {
        servers.remove(transaction.key(), transaction);
    }

    private static String key(Draft request) {
        String via = request.value("Via");
        String branch = via.substring(via.indexOf(Ids.MAGIC));
        int end = branch.indexOf(';');
        return (end < 0 ? branch : branch.substring(0, end)) + " " + request.method();
    }

    private static String key(Incoming request, String method) {
        return request.topVia().getSentBy() + " " + request.branch() + " " + method;
    }
}
