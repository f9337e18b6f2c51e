package io.tollgate.gateway.identity;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Accounts by the networks that prove them. A look-up costs one probe for each prefix length in use, however many
 * accounts there are.
 *
 * <p>One thread writes, any number read without locks; a reader sees a change at once or a moment later.
 */
final class TrunkTable {
    /** The accounts of one network, by name. */
    record Trunk(Network network, List<String> accounts) {}

    private final Map<Network, Trunk> trunks = new ConcurrentHashMap<>();
    /** Networks of each length; of the writer alone. */
    private final Map<Integer, Integer> used = new HashMap<>();
    /** Lengths in use, the longest first. */
    private volatile int[] lengths = new int[0];

    void add(Network network, String account) {
        Trunk before = trunks.get(network);
        if (before == null) {
            trunks.put(network, new Trunk(network, List.of(account)));
            count(network.length(), 1);
            return;
        }
        int place = Collections.binarySearch(before.accounts, account);
        if (place < 0) {
            List<String> accounts = new ArrayList<>(before.accounts);
            accounts.add(-place - 1, account);
            trunks.put(network, new Trunk(network, List.copyOf(accounts)));
        }
    }

    void remove(Network network, String account) {
        Trunk before = trunks.get(network);
        if (before == null || !before.accounts.contains(account)) {
            return;
        }
        List<String> accounts = new ArrayList<>(before.accounts);
        accounts.remove(account);
        if (accounts.isEmpty()) {
            trunks.remove(network);
            count(network.length(), -1);
        } else {
            trunks.put(network, new Trunk(network, List.copyOf(accounts)));
        }
    }

    private void count(int length, int change) {
        int now = used.merge(length, change, Integer::sum);
        if (now == 0) {
            used.remove(length);
        }
        if (now == 0 || now == change) {
            lengths = used.keySet().stream()
                    .sorted(Collections.reverseOrder())
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }

    /** The longest network that holds the address; null: none does. */
    @Nullable
    Trunk longest(InetAddress source) {
        Network host = Network.of(source);
        for (int length : lengths) {
            Trunk trunk = length > host.length() ? null : trunks.get(host.widened(length));
            if (trunk != null) {
                return trunk;
            }
        }
        return null;
    }
}
