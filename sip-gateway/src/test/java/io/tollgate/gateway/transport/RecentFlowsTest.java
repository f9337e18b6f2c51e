package io.tollgate.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.Flow;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentFlowsTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.100", 5060);

    private final RecentFlows flows = new RecentFlows(LOCAL);

    @Test
    void shouldHaveOneFlowForAllDatagramsOfAPeer() {
        // When
        Flow first = flows.of(new InetSocketAddress("192.0.2.1", 5060));
        Flow again = flows.of(new InetSocketAddress("192.0.2.1", 5060));

        // Then
        assertThat(again).isSameAs(first);
        assertThat(first.remote()).isEqualTo(new InetSocketAddress("192.0.2.1", 5060));
        assertThat(first.local()).isEqualTo(LOCAL);
    }

    @Test
    void shouldTellPeersApartHoweverManyThereAre() {
        // Given
        Set<InetSocketAddress> told = new HashSet<>();
        int peers = 20_000;

        // When
        for (int port = 1; port <= peers; port++) {
            told.add(flows.of(new InetSocketAddress("192.0.2.1", port)).remote());
        }

        // Then
        assertThat(told).hasSize(peers);
        assertThat(flows.of(new InetSocketAddress("192.0.2.2", 1)).remote())
                .isEqualTo(new InetSocketAddress("192.0.2.2", 1));
    }

    @Test
    void shouldKeepPeersOfTwoLinksApart() throws UnknownHostException {
        // Given
        byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();

        // When
        Flow one = flows.of(new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 2), 5060));
        Flow other = flows.of(new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 3), 5060));

        // Then
        assertThat(((Inet6Address) one.remote().getAddress()).getScopeId()).isEqualTo(2);
        assertThat(((Inet6Address) other.remote().getAddress()).getScopeId()).isEqualTo(3);
    }
}
