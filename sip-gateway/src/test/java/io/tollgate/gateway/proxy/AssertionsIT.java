package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.identity.IdentityOrder;
import io.tollgate.gateway.identity.IdentityPolicy;
import io.tollgate.gateway.identity.IdentityStep;
import io.tollgate.gateway.identity.Network;
import io.tollgate.phone.Answering;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.TestProxy;
import io.tollgate.phone.TestUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a customer asserts of himself, and of who forwarded his call, and where that is believed. */
class AssertionsIT {
    private static final String ASSERTED = "P-Asserted-Identity: <sip:bob@example.org>";

    private static Network network(String text) {
        return Objects.requireNonNull(Network.parse(text));
    }

    private static IdentityPolicy policy(boolean forwarderPays, IdentityStep... steps) {
        IdentityOrder order = steps.length == 0 ? IdentityOrder.DEFAULT : new IdentityOrder(List.of(steps));
        return new IdentityPolicy(order, "tollgate", Duration.ofSeconds(60), forwarderPays);
    }

    private static CallEvent first(ProxyRig rig, PlacedCall call) {
        call.awaitAnswered();
        return rig.of(call.callId()).get(0);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.0/8, bob, TRUNK", "192.0.2.0/24, alice, CLAIMED"})
    void shouldLetATrustedNetworkNameTheAccount(String trusted, String account, Identity identity) throws Exception {
        // Given
        IdentityPolicy policy = policy(false, IdentityStep.ASSERTED, IdentityStep.FROM);
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0);
                ProxyRig rig = new ProxyRig(upstream.address(), "gw", policy, network(trusted));
                Phone alice = Phone.of("alice").proxy(rig.udp()).open()) {
            rig.provision("bob");

            // When
            PlacedCall call = alice.invite(Dial.to("4930123").header(ASSERTED));

            // Then
            assertThat(first(rig, call).call().account()).isEqualTo(account);
            assertThat(first(rig, call).identity()).isEqualTo(identity);
            assertThat(upstream.awaitCall().invite().headers("P-Asserted-Identity"))
                    .hasSize(identity.proven() ? 1 : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, 127.0.0.0/8, bob",
        "true, 192.0.2.0/24, alice",
        "false, 127.0.0.0/8, alice",
    })
    void shouldLetWhoForwardedPayWhereHeIsBelieved(boolean forwarderPays, String trusted, String account)
            throws Exception {
        // Given
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0);
                ProxyRig rig = new ProxyRig(upstream.address(), "gw", policy(forwarderPays), network(trusted));
                Phone alice = Phone.of("alice").proxy(rig.udp()).open()) {
            rig.provision("bob");

            // When
            PlacedCall call =
                    alice.invite(Dial.to("4930123").header("Diversion: <sip:bob@example.org>;reason=unconditional"));

            // Then
            assertThat(first(rig, call).call().account()).isEqualTo(account);
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.0/8, 1, 1", "192.0.2.0/24, 0, 0"})
    void shouldPassAnAssertionOnlyBetweenThoseWhoTrustEachOther(String trusted, int seen, int answered)
            throws Exception {
        // Given
        try (TestProxy operator = TestProxy.builder().open();
                ProxyRig rig = new ProxyRig(operator.address(), "gw", IdentityPolicy.DEFAULTS, network(trusted));
                Phone alice = Phone.of("alice").proxy(rig.udp()).open();
                Phone bob = Phone.of("bob").proxy(rig.udp()).open()) {
            bob.register().join();
            bob.answering(Answering.atOnce().withHeader(ASSERTED));

            // When
            PlacedCall call = alice.invite(Dial.to("bob").header(ASSERTED).header("Privacy: id"));
            ReceivedCall received = bob.awaitCall();

            // Then
            assertThat(call.awaitAnswered().headers("P-Asserted-Identity")).hasSize(answered);
            assertThat(received.invite().headers("P-Asserted-Identity")).hasSize(seen);
        }
    }

    @Test
    void shouldHideWhoCallsFromACustomerWhenTheUpstreamAsksForThat() throws Exception {
        // Given
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0);
                ProxyRig rig = new ProxyRig(upstream.address());
                Phone bob = Phone.of("bob").proxy(rig.udp()).open();
                Phone carol = Phone.of("carol").proxy(rig.udp()).open()) {

            // When
            upstream.phone()
                    .invite(Dial.to(bob.uri()).via(rig.udp()).header(ASSERTED).header("Privacy: id;critical"));
            upstream.phone().invite(Dial.to(carol.uri()).via(rig.udp()).header(ASSERTED));

            // Then
            assertThat(bob.awaitCall().invite().headers("P-Asserted-Identity")).isEmpty();
            assertThat(carol.awaitCall().invite().headers("P-Asserted-Identity"))
                    .hasSize(1);
        }
    }
}
