package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.BlacklistEntry;
import io.tollgate.gateway.admission.BlacklistReason;
import io.tollgate.gateway.admission.EntryKind;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.Network;
import io.tollgate.phone.Answering;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.TestUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls beyond what an account may hold, refused by what this gateway's own calls show. */
class ChannelIT {
    private static final int LIMIT = 2;

    private TestUpstream upstream;
    private ProxyRig rig;
    private Phone alice;

    @BeforeEach
    void open() throws Exception {
        upstream = TestUpstream.open("127.0.0.1", 0);
        rig = new ProxyRig(upstream.address());
        alice = Phone.of("alice").proxy(rig.udp()).open();
    }

    @AfterEach
    void close() {
        alice.close();
        rig.close();
        upstream.close();
    }

    private void limited(String... trunks) {
        List<Network> networks = Stream.of(trunks)
                .map(trunk -> Objects.requireNonNull(Network.parse(trunk)))
                .toList();
        rig.accounts.put(
                new AccountSettings("alice", true, List.of(), networks, false, null, false, null, null, LIMIT));
    }

    private List<PlacedCall> fill() {
        List<PlacedCall> calls =
                Stream.generate(() -> alice.invite("493012345678")).limit(LIMIT).toList();
        calls.forEach(PlacedCall::awaitAnswered);
        return calls;
    }

    @Test
    void shouldRefuseAtTheDoorWhenTheAccountIsProvenAndFull() {
        // Given
        limited("127.0.0.1");
        fill();

        // When
        PlacedCall call = alice.invite("493012345678");

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(486);
        assertThat(upstream.transcript().of(call.callId())).isEmpty();
        rig.await(call.callId(), Happening.Refused.class, e -> e.reason() == RefusalReason.CHANNEL_LIMIT);
        assertThat(rig.of(call.callId())).hasSize(1);
    }

    @Test
    void shouldCancelTheCalleeWhenRingingProvesAndTheAccountIsFull() {
        // Given
        limited();
        fill();
        upstream.answering(Answering.byHand());

        // When
        PlacedCall call = alice.invite("493012345678");
        ReceivedCall callee = upstream.awaitCall(received -> received.callId().equals(call.callId()));

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(486);
        assertThat(call.awaitEnded().reason()).isEqualTo("SIP ;cause=486");
        assertThat(callee.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(callee.awaitEnded().reason()).isEqualTo("SIP ;cause=486");
        rig.await(call.callId(), Happening.Refused.class, e -> e.reason() == RefusalReason.CHANNEL_LIMIT);
        assertThat(rig.of(call.callId())).hasSize(2);
    }

    @Test
    void shouldAdmitAgainWhenACallHasEnded() {
        // Given
        limited("127.0.0.1");
        PlacedCall over = fill().get(0);

        // When
        over.hangUp();
        rig.await(over.callId(), Happening.Ended.class, e -> e.cause() == EndCause.CALLER);

        // Then
        PlacedCall call = alice.invite("493012345678");
        call.awaitAnswered();
    }

    /** Streams calls the account full when the first INVITE takes its channel, and takes that back too late. */
    @Test
    void shouldLetAnAnswerToAChallengePassThoughTheAccountIsSaidToBeFull() {
        // Given
        limited("127.0.0.1");
        upstream.answering(Answering.refusing(407));
        try (RawSocket phone = RawSocket.udp()) {
            phone.send(rig.address(), invite(1, "493012345678"));
            awaitStatus(phone, 407, 1);
            rig.blacklist.put(new BlacklistEntry(
                    "full", "alice", null, null, EntryKind.DENY, BlacklistReason.CHANNEL_LIMIT, null));

            // When
            phone.send(rig.address(), invite(2, "493012345678"));

            // Then: once, and no other call
            awaitStatus(phone, 407, 2);
            assertThat(alice.invite("493012345678").awaitEnded().status()).isEqualTo(486);
        }
    }

    private static void awaitStatus(RawSocket phone, int status, int cseq) {
        phone.await(
                status + " to " + cseq,
                Duration.ofSeconds(10),
                seen -> seen.isResponse(status, "INVITE") && seen.header("CSeq").startsWith(cseq + " "));
    }

    private static String invite(int cseq, String number) {
        return """
                INVITE sip:%s@operator.example SIP/2.0
                Via: SIP/2.0/UDP [local];rport;branch=[branch]
                Max-Forwards: 70
                From: <sip:alice@operator.example>;tag=one
                To: <sip:%s@operator.example>
                Call-ID: challenged-once
                CSeq: %d INVITE
                Contact: <sip:alice@[local]>
                Content-Length: 0

                """.formatted(number, number, cseq);
    }

    @Test
    void shouldGiveTheChannelBackWhenACallFails() {
        // Given
        limited("127.0.0.1");
        upstream.answering(Answering.refusing(404));
        for (int i = 0; i <= LIMIT; i++) {
            PlacedCall failed = alice.invite("493012345678");
            assertThat(failed.awaitEnded().status()).isEqualTo(404);
        }
        upstream.answering(Answering.byHand());

        // When
        PlacedCall call = alice.invite("493012345678");

        // Then
        upstream.awaitCall(received -> received.callId().equals(call.callId()));
    }
}
