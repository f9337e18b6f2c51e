package io.tollgate.enforcement.api;

import com.fasterxml.jackson.core.type.TypeReference;
import io.tollgate.enforcement.api.Peers.Kind;
import io.tollgate.enforcement.blacklist.EntryIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers for all instances: what one key names comes from the instance that has it, a list from all of them, whole or not
 * at all. Others are asked for what they have themselves and ask nobody, so there is one hop at most. Safe for threads.
 */
public final class ClusterLedger implements Ledger {

    private static final TypeReference<Map<String, Object>> ITEM = new TypeReference<>() {};
    private static final TypeReference<List<Map<String, Object>>> ITEMS = new TypeReference<>() {};
    private static final TypeReference<Share> SHARE = new TypeReference<>() {};
    private static final Comparator<Map<String, Object>> BY_ACCOUNT = comparing("account");

    private final LocalLedger local;
    private final Peers peers;
    private final PeerClient client;

    public ClusterLedger(LocalLedger local, Peers peers, PeerClient client) {
        this.local = local;
        this.peers = peers;
        this.client = client;
    }

    @Override
    public Optional<Map<String, Object>> account(String account) {
        return one(Kind.ACCOUNT, account, here -> here.account(account), "accounts", account);
    }

    @Override
    public List<Map<String, Object>> accounts() {
        return all(Listed.ACCOUNTS).sorted(BY_ACCOUNT).limit(MOST + 1).toList();
    }

    @Override
    public List<Map<String, Object>> calls(@Nullable String account) {
        if (account == null) {
            return all(Listed.CALLS)
                    .sorted(BY_ACCOUNT.thenComparing(comparing("callId")))
                    .limit(MOST + 1)
                    .toList();
        }
        var owner = peers.ownerOf(Kind.ACCOUNT, account);
        return owner.isEmpty()
                ? local.calls(account)
                : PeerClient.await(client.ask(owner.get(), ITEMS, "calls", account))
                        .orElseThrow(() -> new NotNow("another instance knows no calls"));
    }

    @Override
    public boolean hasCall(String callId) {
        return !Listed.CALLS_BY_ID.of(local, peers, callId).items().isEmpty()
                || gather(Listed.CALLS_BY_ID, callId).findAny().isPresent();
    }

    @Override
    public Optional<Map<String, Object>> entry(String entryId) {
        return EntryIds.accountOf(entryId)
                .map(account -> one(Kind.ACCOUNT, account, here -> here.entry(entryId), "account-entries", entryId))
                .orElseGet(() -> one(Kind.ENTRY, entryId, here -> here.entry(entryId), "entries", entryId));
    }

    @Override
    public List<Map<String, Object>> blacklist() {
        return Stream.concat(all(Listed.ACCOUNT_ENTRIES), all(Listed.ORDERED_ENTRIES))
                .sorted(comparing("entryId"))
                .limit(MOST + 1)
                .toList();
    }

    /** It is never shown, so it does not travel: who needs it goes to the instance that has it. */
    @Override
    public Optional<String> ha1(String account) {
        if (peers.ownerOf(Kind.ACCOUNT, account).isPresent()) {
            throw new NotNow("the account is another instance's, try again");
        }
        return local.ha1(account);
    }

    @Override
    public Optional<String> currency(String account) {
        return one(Kind.ACCOUNT, account, here -> PeerRoutes.currency(here, account), "currencies", account)
                .map(item -> String.valueOf(item.get(PeerRoutes.CURRENCY)));
    }

    /** Every instance has all of them. */
    @Override
    public Optional<Map<String, Object>> rate(String plan, String prefix) {
        return local.rate(plan, prefix);
    }

    @Override
    public List<Map<String, Object>> rates(@Nullable String plan) {
        return local.rates(plan);
    }

    /** Every instance hears all of them. */
    @Override
    public List<Map<String, Object>> gateways() {
        return local.gateways();
    }

    private Optional<Map<String, Object>> one(
            Kind kind, String key, Function<Ledger, Optional<Map<String, Object>>> question, String... path) {
        var owner = peers.ownerOf(kind, key);
        return owner.isEmpty() ? question.apply(local) : PeerClient.await(client.ask(owner.get(), ITEM, path));
    }

    private Stream<Map<String, Object>> all(Listed list) {
        return gather(list, "");
    }

    /** From everybody; all partitions once, or it is no answer. */
    private Stream<Map<String, Object>> gather(Listed list, String argument) {
        List<CompletableFuture<Optional<Share>>> asked = peers.others().stream()
                .map(peer -> argument.isEmpty()
                        ? client.ask(peer, SHARE, "lists", list.pathName())
                        : client.ask(peer, SHARE, "lists", list.pathName(), argument))
                .toList();
        List<Share> shares = new ArrayList<>(List.of(list.of(local, peers, argument)));
        for (var answer : asked) {
            shares.add(PeerClient.await(answer).orElseThrow(() -> new NotNow("another instance has no such list")));
        }
        Set<Integer> partitions = new HashSet<>();
        for (var share : shares) {
            for (int partition : share.partitions()) {
                if (!partitions.add(partition)) {
                    throw new NotNow("two instances have partition " + partition + ", try again");
                }
            }
        }
        if (partitions.size() < peers.partitions()) {
            throw new NotNow("no instance has all of the state at the moment, try again");
        }
        return shares.stream().flatMap(share -> share.items().stream());
    }

    private static Comparator<Map<String, Object>> comparing(String field) {
        return Comparator.comparing(item -> String.valueOf(item.get(field)));
    }
}
