package io.tollgate.gateway.identity;

import io.tollgate.gateway.identity.Identification.Identified;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The accounts as provisioned, by name, by the users that they are and by the networks that prove them.
 *
 * <p>One thread (the consumer of {@code tollgate.accounts}) calls {@link #put} and {@link #remove}; any number of
 * shards look up without locks, and see a change at once or a moment later. No look-up scans the accounts.
 */
public final class AccountDirectory {
    /** Whose a call without a user is. */
    public static final String ANONYMOUS = "anonymous";

    /** Longest name of an account that nobody provisioned; the rest of a longer one is dropped. */
    public static final int MOST_CHARACTERS = 128;

    private final Map<String, AccountSettings> accounts = new ConcurrentHashMap<>();
    /** Account names, sorted, by {@code user} or {@code user@domain}. */
    private final Map<String, List<String>> identities = new ConcurrentHashMap<>();

    private final TrunkTable trunks = new TrunkTable();
    private final AtomicInteger verified = new AtomicInteger();

    /** Takes an account's settings, in place of those it had. */
    public void put(AccountSettings settings) {
        AccountSettings before = accounts.put(settings.account(), settings);
        verified.addAndGet(verified(settings) - verified(before));
        Set<String> keys = keys(settings);
        keys.forEach(key -> add(key, settings.account()));
        settings.trunks().forEach(trunk -> trunks.add(trunk, settings.account()));
        if (before != null) {
            forget(before, keys, settings.trunks());
        }
    }

    /** Forgets an account; one that is not known is no matter. */
    public void remove(String account) {
        AccountSettings before = accounts.get(account);
        if (before != null) {
            forget(before, Set.of(), List.of());
            accounts.remove(account);
            verified.addAndGet(-verified(before));
        }
    }

    /** The account as provisioned; null: none has this name. */
    public @Nullable AccountSettings settings(String account) {
        return accounts.get(account);
    }

    /** Whether it is an account's own network. */
    public boolean isTrunk(InetAddress source) {
        return trunks.longest(source) != null;
    }

    /** How many accounts are provisioned. */
    public int size() {
        return accounts.size();
    }

    /** How many accounts Tollgate verifies itself. */
    int verified() {
        return verified.get();
    }

    /** The account whose trunk holds an address, of several the one that From names; null: none. */
    @Nullable
    String trunk(InetAddress source, String fromUri) {
        TrunkTable.Trunk trunk = trunks.longest(source);
        return trunk == null ? null : behind(trunk, SipUser.of(fromUri));
    }

    /** Whether one of an account's trunks holds an address. */
    boolean trunked(String account, InetAddress source) {
        AccountSettings settings = accounts.get(account);
        return settings != null && settings.trunks().stream().anyMatch(trunk -> trunk.contains(source));
    }

    /** The account that the first of these URIs names that names one; null: none does. */
    public @Nullable String known(List<String> uris) {
        for (String uri : uris) {
            List<String> names = candidates(SipUser.of(uri));
            if (!names.isEmpty()) {
                return names.get(0);
            }
        }
        return null;
    }

    /** The account that a URI names, whether anybody provisioned it or not. */
    String named(String uri) {
        return named(SipUser.of(uri));
    }

    /**
     * Whose a call from the upstream is; the upstream vouches for it.
     *
     * @param pathAccount the account in our Path token that the request came back with; null: none
     * @param requestUri names the account where there is no token
     */
    public Identified identifyInbound(@Nullable String pathAccount, String requestUri) {
        return identified(pathAccount == null ? named(SipUser.of(requestUri)) : pathAccount, Identity.UPSTREAM);
    }

    Identified identified(String account, Identity identity) {
        return new Identified(account, identity, accounts.get(account));
    }

    private String behind(TrunkTable.Trunk trunk, SipUser from) {
        for (String name : candidates(from)) {
            AccountSettings settings = accounts.get(name);
            if (settings != null && settings.trunks().contains(trunk.network())) {
                return name;
            }
        }
        return trunk.accounts().get(0);
    }

    private String named(SipUser user) {
        if (user.user().isEmpty()) {
            return ANONYMOUS;
        }
        List<String> names = candidates(user);
        return names.isEmpty() ? bounded(user.user()) : names.get(0);
    }

    /** Accounts that this user is, the best first: by user and domain, by name, by user alone. */
    private List<String> candidates(SipUser user) {
        if (user.user().isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>(2);
        if (!user.domain().isEmpty()) {
            names.addAll(identities.getOrDefault(user.withDomain(), List.of()));
        }
        if (accounts.containsKey(user.user())) {
            names.add(user.user());
        }
        names.addAll(identities.getOrDefault(user.user(), List.of()));
        return names;
    }

    /** Exactly the account that these credentials name: an unknown domain in them is not that of an account without. */
    @Nullable
    String named(Credentials credentials) {
        String username = credentials.username();
        if (username.isEmpty()) {
            return null;
        }
        SipUser user = SipUser.of(username);
        List<String> names = new ArrayList<>(2);
        if (credentials.realm() != null) {
            String realm = new SipUser(username, credentials.realm().toLowerCase(Locale.ROOT)).withDomain();
            names.addAll(identities.getOrDefault(realm, List.of()));
        }
        if (accounts.containsKey(username)) {
            names.add(username);
        }
        String key = user.domain().isEmpty() ? username : user.withDomain();
        names.addAll(identities.getOrDefault(key, List.of()));
        return names.isEmpty() ? bounded(username) : names.get(0);
    }

    private static int verified(@Nullable AccountSettings settings) {
        return settings == null || settings.ha1() == null ? 0 : 1;
    }

    private static String bounded(String name) {
        if (name.length() <= MOST_CHARACTERS) {
            return name;
        }
        boolean split = Character.isHighSurrogate(name.charAt(MOST_CHARACTERS - 1));
        return name.substring(0, split ? MOST_CHARACTERS - 1 : MOST_CHARACTERS);
    }

    private static Set<String> keys(AccountSettings settings) {
        Set<String> keys = new TreeSet<>();
        if (settings.account().indexOf('@') > 0) {
            keys.add(SipUser.of(settings.account()).withDomain());
        }
        for (String identity : settings.identities()) {
            SipUser user = SipUser.of(identity);
            if (!user.user().isEmpty()) {
                keys.add(user.domain().isEmpty() ? user.user() : user.withDomain());
            }
        }
        return keys;
    }

    private void add(String key, String account) {
        List<String> before = identities.getOrDefault(key, List.of());
        int place = Collections.binarySearch(before, account);
        if (place < 0) {
            List<String> names = new ArrayList<>(before);
            names.add(-place - 1, account);
            identities.put(key, List.copyOf(names));
        }
    }

    private void forget(AccountSettings before, Set<String> keptKeys, Collection<Network> keptTrunks) {
        for (String key : keys(before)) {
            if (!keptKeys.contains(key)) {
                List<String> names = new ArrayList<>(identities.getOrDefault(key, List.of()));
                names.remove(before.account());
                if (names.isEmpty()) {
                    identities.remove(key);
                } else {
                    identities.put(key, List.copyOf(names));
                }
            }
        }
        for (Network trunk : before.trunks()) {
            if (!keptTrunks.contains(trunk)) {
                trunks.remove(trunk, before.account());
            }
        }
    }
}
