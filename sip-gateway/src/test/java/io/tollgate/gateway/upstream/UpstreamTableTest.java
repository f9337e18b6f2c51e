package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamTableTest {
    static UpstreamRoute route(int number, int rank, int weight) {
        InetSocketAddress local = new InetSocketAddress("192.0.2.100", 5060);
        InetSocketAddress remote = new InetSocketAddress("192.0.2." + number, 5060);
        return new UpstreamRoute(
                new UpstreamProxy("192.0.2." + number, 5060), Flow.to(Transport.UDP, local, remote), rank, weight);
    }

    private static UpstreamTable table(String down, UpstreamRoute... routes) {
        List<UpstreamAddress> addresses = new ArrayList<>();
        for (UpstreamRoute route : routes) {
            Standing standing = new Standing(1, new UpstreamCounts());
            if (down.contains(Integer.toString(addresses.size()))) {
                standing.failed();
            }
            addresses.add(new UpstreamAddress(route, standing));
        }
        return new UpstreamTable(addresses);
    }

    private static String order(UpstreamTable table) {
        StringBuilder order = new StringBuilder();
        long tried = 0;
        for (int next = table.choose(1, tried); next >= 0; next = table.choose(1, tried)) {
            order.append(next);
            tried |= 1L << next;
        }
        return order.toString();
    }

    /** Which of three ranks are down, and the order in which a request tries them. */
    @ParameterizedTest
    @CsvSource({"-, 012", "0, 120", "1, 021", "2, 012", "01, 201", "02, 102", "12, 012", "012, 012"})
    void shouldTryThoseThatAreUpByRankAndThenTheOthers(String down, String order) {
        assertThat(order(table(down, route(1, 0, 1), route(2, 1, 1), route(3, 2, 1))))
                .isEqualTo(order);
    }

    @Test
    void shouldGoByRankWhateverTheOrderOfTheList() {
        UpstreamTable table = table("", route(1, 5, 1), route(2, 0, 1));

        assertThat(table.addresses().get(table.choose(1, 0)).proxy().host()).isEqualTo("192.0.2.2");
    }

    private static double share(UpstreamTable table, int index, int calls) {
        return IntStream.range(0, calls)
                        .filter(i -> table.choose(UpstreamTable.key("call-" + i + "@192.0.2.7"), 0) == index)
                        .count()
                / (double) calls;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0.5", "3, 1, 0.75", "1, 4, 0.2", "100, 1, 0.99"})
    void shouldShareTheCallsByWeight(int weight, int other, double share) {
        UpstreamTable table = table("", route(1, 0, weight), route(2, 0, other));

        assertThat(share(table, 0, 20_000)).isBetween(share - 0.015, share + 0.015);
    }

    @Test
    void shouldMoveOnlyTheCallsOfTheOneThatIsDown() {
        // Given
        UpstreamRoute[] routes = {route(1, 0, 1), route(2, 0, 1), route(3, 0, 2)};
        UpstreamTable well = table("", routes);
        UpstreamTable ill = table("1", routes);

        for (int i = 0; i < 2_000; i++) {
            // When
            long key = UpstreamTable.key("call-" + i);
            int before = well.choose(key, 0);
            int after = ill.choose(key, 0);

            // Then
            assertThat(after).isNotEqualTo(1);
            if (before != 1) {
                assertThat(after).isEqualTo(before);
            }
        }
    }

    @Test
    void shouldLeaveOutTheLeastPreferredBeyondItsBound() {
        // Given
        UpstreamRoute[] routes = IntStream.range(0, UpstreamTable.MOST + 1)
                .mapToObj(i -> route(i + 1, UpstreamTable.MOST - i, 1))
                .toArray(UpstreamRoute[]::new);

        // When
        UpstreamTable table = table("", routes);

        // Then
        assertThat(table.addresses()).hasSize(UpstreamTable.MOST);
        assertThat(table.addresses().get(0).proxy().host()).isEqualTo("192.0.2." + (UpstreamTable.MOST + 1));
        assertThat(order(table)).hasSizeGreaterThan(UpstreamTable.MOST);
    }

    @Test
    void shouldRefuseToBeEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> table(""));
    }

    /** A single proxy gets the calls anyway, and a script that only takes calls would fail over a question. */
    @ParameterizedTest
    @CsvSource({"1, , 0", "2, , 10", "1, 5, 5", "2, 5, 5", "2, 0, 0"})
    void shouldAskSeveralUnlessToldOtherwise(int addresses, @Nullable Long configured, long seconds) {
        UpstreamPolicy policy = new UpstreamPolicy(
                Duration.ofSeconds(4), 4, 3, configured == null ? null : Duration.ofSeconds(configured));
        List<UpstreamRoute> routes =
                IntStream.range(0, addresses).mapToObj(i -> route(i + 1, i, 1)).toList();

        assertThat(new Upstreams(policy, routes).check()).hasSeconds(seconds);
    }

    @Test
    void shouldKeepTheStandingOfAnAddressThatStays() {
        // Given
        Upstreams upstreams = new Upstreams(
                UpstreamPolicy.DEFAULTS,
                List.of(
                        route(1, 0, 1).proxy(),
                        route(2, 0, 1).proxy(),
                        route(3, 0, 1).proxy()),
                List.of(route(1, 0, 1), route(2, 1, 1)));
        Standing second = upstreams.now().addresses().get(1).standing();

        // When
        upstreams.replace(List.of(route(2, 0, 5), route(3, 1, 1)), 0);

        // Then
        assertThat(upstreams.now().addresses().get(0).standing()).isSameAs(second);
        assertThat(upstreams.now().addresses().get(0).route().weight()).isEqualTo(5);
    }

    @Test
    void shouldKnowAFormerAddressAndNotChooseIt() {
        // Given
        Upstreams upstreams = Upstreams.of(route(1, 0, 1), route(2, 0, 1));
        Standing first = upstreams.now().addresses().get(0).standing();

        // When
        upstreams.replace(List.of(route(2, 0, 1)), 0);

        // Then
        assertThat(knows(upstreams, 1)).isTrue();
        assertThat(order(upstreams.now())).isEqualTo("0");

        // And when it comes back and leaves again its hour begins anew
        upstreams.replace(
                List.of(route(2, 0, 1), route(1, 1, 1)), Duration.ofMinutes(50).toNanos());
        assertThat(upstreams.now().addresses().get(1).standing()).isSameAs(first);
        upstreams.replace(List.of(route(2, 0, 1)), Duration.ofMinutes(55).toNanos());
        upstreams.forget(Duration.ofMinutes(115).toNanos());
        assertThat(knows(upstreams, 1)).isTrue();
        upstreams.forget(Duration.ofMinutes(116).toNanos());
        assertThat(knows(upstreams, 1)).isFalse();
        assertThat(knows(upstreams, 2)).isTrue();
    }

    private static boolean knows(Upstreams upstreams, int number) {
        InetSocketAddress socket = route(number, 0, 1).flow().remote();
        return upstreams.now().at(socket) && upstreams.now().on(socket.getAddress());
    }

    @Test
    void shouldRememberNoMoreThanTheBound() {
        // Given
        UpstreamProxy proxy = new UpstreamProxy("proxy.example", -1);
        Upstreams upstreams = new Upstreams(UpstreamPolicy.DEFAULTS, List.of(proxy), List.of(port(proxy, 1)));

        // When
        for (int port = 2; port <= Upstreams.MOST_REMEMBERED + 2; port++) {
            upstreams.replace(List.of(port(proxy, port)), port);
        }

        // Then
        assertThat(upstreams.now().at(port(proxy, 1).flow().remote())).isFalse();
        assertThat(upstreams.now().at(port(proxy, 2).flow().remote())).isTrue();
    }

    private static UpstreamRoute port(UpstreamProxy proxy, int port) {
        InetSocketAddress local = new InetSocketAddress("192.0.2.100", 5060);
        return new UpstreamRoute(proxy, Flow.to(Transport.UDP, local, new InetSocketAddress("192.0.2.1", port)), 0, 1);
    }
}
