package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.Sighting;
import io.tollgate.phone.TestProxy;
import io.tollgate.phone.TestUpstream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A customer asks another one by REFER to call somebody: whose call that is. Carol calls Bob, both are customers. */
class TransferIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String PREMIUM = "882990012345";

    private TestUpstream world;
    private TestProxy operator;
    private ProxyRig rig;
    private Phone bob;
    private Phone carol;
    private PlacedCall call;
    private ReceivedCall received;

    @BeforeEach
    void connect() throws Exception {
        world = TestUpstream.open("127.0.0.1", 0);
        operator = TestProxy.builder().upstream(Hop.udp(world.address())).open();
        rig = new ProxyRig(operator.address());
        bob = Phone.of("bob").proxy(rig.udp()).open();
        carol = Phone.of("carol").proxy(rig.udp()).open();
        rig.provision("bob");
        rig.provision("carol");
        bob.register().join();
        call = carol.invite("bob");
        call.awaitAnswered();
        received = bob.awaitCall();
    }

    @AfterEach
    void close() {
        carol.close();
        bob.close();
        rig.close();
        operator.close();
        world.close();
    }

    private void refer(String target) {
        Sighting answer = received.await("202 to REFER", received.send("REFER", "Refer-To: " + target), SOON);
        assertThat(answer.status()).isBetween(200, 299);
    }

    private String accountOf(PlacedCall made) {
        made.awaitAnswered();
        rig.await(made.callId(), Happening.Answered.class, e -> true);
        return rig.of(made.callId()).get(0).call().account() + " "
                + rig.of(made.callId()).get(0).identity();
    }

    @Test
    void shouldBeTheCallOfWhoTransferredOnce() {
        // Given
        refer("<sip:" + PREMIUM + "@example.org>");

        // Then
        assertThat(accountOf(carol.invite(PREMIUM))).isEqualTo("bob " + Identity.UPSTREAM);
        assertThat(accountOf(carol.invite(PREMIUM))).isEqualTo("carol " + Identity.CLAIMED);
        assertThat(rig.counters.transfers()).isEqualTo(1);
        assertThat(rig.counters.transferred()).isEqualTo(1);
    }

    @Test
    void shouldBeTheCallOfWhoTransferredAfterAConsultation() {
        // Given
        PlacedCall consultation = bob.invite("4930123");
        String tag = consultation.awaitAnswered().toTag();
        String own = consultation.messages().get(0).fromTag();
        refer("<sip:4930123@example.org?Replaces=" + consultation.callId().replace("@", "%40") + "%3Bto-tag%3D" + tag
                + "%3Bfrom-tag%3D" + own + ">");
        String replaces = "Replaces: " + consultation.callId() + ";to-tag=" + tag + ";from-tag=" + own;

        // Then
        assertThat(accountOf(carol.invite("4930123"))).isEqualTo("carol " + Identity.CLAIMED);
        assertThat(accountOf(carol.invite(Dial.to("4930123").header(replaces)))).isEqualTo("bob " + Identity.UPSTREAM);
    }

    @Test
    void shouldBeTheCallOfWhoAskedOutsideACall() {
        // Given
        carol.register().join();
        assertThat(bob.request("REFER", "carol", "Refer-To: <sip:" + PREMIUM + "@example.org>")
                        .join()
                        .status())
                .isBetween(200, 299);

        // Then
        assertThat(accountOf(carol.invite(PREMIUM))).isEqualTo("bob " + Identity.REGISTRATION);
        assertThat(accountOf(carol.invite(PREMIUM))).isEqualTo("carol " + Identity.REGISTRATION);
    }

    @Test
    void shouldNotBeTheCallOfWhoDidNotAskHimself() {
        // Given
        Sighting invite = received.invite();
        try (RawSocket forger = RawSocket.udp()) {

            // When
            forger.send(
                    rig.udp().address(),
                    String.join(
                            "\r\n",
                            "REFER " + carol.uri() + " SIP/2.0",
                            "Via: SIP/2.0/UDP 127.0.0.1:" + forger.address().getPort() + ";branch=z9hG4bKforged;rport",
                            "Max-Forwards: 70",
                            "Route: " + String.join(", ", invite.headers("Record-Route")),
                            "From: " + call.awaitAnswered().header("To"),
                            "To: " + invite.header("From"),
                            "Call-ID: " + invite.callId(),
                            "CSeq: 77 REFER",
                            "Contact: <sip:bob@127.0.0.1>",
                            "Refer-To: <sip:" + PREMIUM + "@example.org>",
                            "Content-Length: 0",
                            "",
                            ""));
            assertThat(forger.await("answer", SOON, seen -> seen.isResponse() && seen.status() >= 200)
                            .status())
                    .isBetween(200, 299);

            // Then
            assertThat(accountOf(carol.invite(PREMIUM))).isEqualTo("carol " + Identity.CLAIMED);
        }
    }
}
