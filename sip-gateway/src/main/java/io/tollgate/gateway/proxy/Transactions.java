package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Via;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The transactions of one shard, found by what the RFC says identifies them. Belongs to its shard. */
final class Transactions {
    private final Room room;
    private final Map<String, ServerTransaction> servers = new HashMap<>();
    private final Map<Long, ClientTransaction> clients = new HashMap<>();
    private final Map<Long, Set<ClientTransaction>> waiting = new HashMap<>();

    /** None yet. */
    Transactions(Room room) {
        this.room = room;
    }

    /** Whether there is no room for a request that begins something. */
    boolean full() {
        return room.full(size());
    }

    /** Whether there is none even for one that belongs to a call. */
    boolean overfull() {
        return room.overfull(size());
    }

    /** RFC 3261 section 17.2.3; an ACK and a CANCEL are looked up under the INVITE that they belong to. */
    static String key(SipMessage request, String method) {
        Via via = request.topVia();
        if (via.hasCookie()) {
            return via.branch() + '|' + via.host() + ':' + via.port() + '|' + method;
        }
        return request.callId()
                + '|'
                + request.cseq()
                + '|'
                + request.fromTag()
                + '|'
                + request.targetText()
                + '|'
                + request.text(via.span())
                + '|'
                + method;
    }

    @Nullable
    ServerTransaction of(SipMessage request) {
        return servers.get(key(request, request.methodName()));
    }

    /** The INVITE that an ACK or a CANCEL belongs to. */
    @Nullable
    ServerTransaction inviteOf(SipMessage request) {
        return servers.get(key(request, Method.INVITE.name()));
    }

    ServerTransaction open(ShardContext shard, SipMessage request, Flow from) {
        String key = key(request, request.methodName());
        ServerTransaction transaction = new ServerTransaction(shard, key, request, from);
        servers.put(key, transaction);
        room.taken(request.length());
        return transaction;
    }

    void add(long id, ClientTransaction transaction) {
        clients.put(id, transaction);
    }

    /** The request that was sent with this id and is under way. */
    @Nullable
    ClientTransaction client(long id) {
        return clients.get(id);
    }

    /** The transaction whose id our Via carried; a CANCEL's is its INVITE's, negative. */
    @Nullable
    ClientTransaction client(long id, SipMessage response) {
        return clients.get(response.method() == Method.CANCEL ? -id : id);
    }

    /** This one's request went out on a connection. */
    void waits(long connection, ClientTransaction transaction) {
        waiting.computeIfAbsent(connection, key -> new HashSet<>()).add(transaction);
    }

    /** It does not wait for that connection any more. */
    void settled(long connection, ClientTransaction transaction) {
        waiting.computeIfPresent(connection, (key, others) -> {
            others.remove(transaction);
            return others.isEmpty() ? null : others;
        });
    }

    /** Those that wait for a connection that is gone. */
    Set<ClientTransaction> bereft(long connection) {
        Set<ClientTransaction> bereft = waiting.remove(connection);
        return bereft == null ? Set.of() : bereft;
    }

    /** A request of this length is kept no longer. */
    void released(int requestBytes) {
        room.left(requestBytes);
    }

    void forget(String key, ServerTransaction transaction) {
        servers.remove(key, transaction);
    }

    void forget(long id, ClientTransaction transaction) {
        clients.remove(id, transaction);
    }

    /** How many are kept; other threads may ask, for what it is worth the moment after. */
    int size() {
        return servers.size() + clients.size();
    }
}
