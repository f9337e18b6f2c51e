package io.tollgate.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class SightingTest {
    private static final Hop PEER = Hop.udp(new InetSocketAddress("127.0.0.1", 5060));

    private static Sighting of(String text) {
        return new Sighting(Sighting.Direction.RECEIVED, PEER, Moment.now(), text.replace("\n", "\r\n"), false, false);
    }

    @Test
    void shouldReadCompactFoldedAndOddlySpacedHeaders() {
        // Given
        Sighting invite = of("""
                INVITE sip:bob@127.0.0.1 SIP/2.0
                v: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1
                f: <sip:alice;tag=no@127.0.0.1>;x=1;tag=one
                To : <sip:bob@127.0.0.1>
                i: abc
                CSEQ: 7 INVITE
                Subject: first
                  second
                Via: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK2

                Subject: in the body
                """);

        // Then
        assertThat(invite.method()).isEqualTo("INVITE");
        assertThat(invite.callId()).isEqualTo("abc");
        assertThat(invite.cseqNumber()).isEqualTo(7);
        assertThat(invite.fromTag()).isEqualTo("one");
        assertThat(invite.toTag()).isEmpty();
        assertThat(invite.headers("Via")).hasSize(2);
        assertThat(invite.headers("Subject")).containsExactly("first second");
        assertThat(invite.requestUri()).isEqualTo("sip:bob@127.0.0.1");
        assertThat(invite.body()).startsWith("Subject: in");
    }

    @Test
    void shouldReadAResponse() {
        // Given
        Sighting response = of("SIP/2.0 487 Request Terminated\nCSeq: 2 INVITE\nTo: <sip:b@c>;tag=t\n\n");

        // Then
        assertThat(response.isResponse(487, "INVITE")).isTrue();
        assertThat(response.method()).isEqualTo("INVITE");
        assertThat(response.toTag()).isEqualTo("t");
        assertThat(response.requestUri()).isEmpty();
    }

    @Test
    void shouldBearWhatIsNoSip() {
        // Given
        Sighting noise = of("hello");

        // Then
        assertThat(noise.callId()).isEmpty();
        assertThat(noise.cseqNumber()).isEqualTo(-1);
        assertThat(noise.status()).isZero();
        assertThat(of("SIP/2.0 abc\nCSeq: x y\n\n").status()).isZero();
        assertThat(of("SIP/2.0 abc\nCSeq: x y\n\n").cseqNumber()).isEqualTo(-1);
    }
}
