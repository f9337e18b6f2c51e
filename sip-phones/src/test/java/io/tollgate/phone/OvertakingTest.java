package io.tollgate.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class OvertakingTest {
    private static final Hop PEER = Hop.udp(new InetSocketAddress("127.0.0.1", 5060));

    private final Transcript sender = new Transcript(100);
    private final Transcript receiver = new Transcript(100);

    private static void add(Transcript transcript, Sighting.Direction direction, String start, String cseq) {
        String text = start + "\r\nCall-ID: one\r\nCSeq: " + cseq + "\r\n\r\n";
        transcript.add(new Sighting(direction, PEER, Moment.now(), text, false, false));
    }

    @Test
    void shouldNameTheByeThatOvertookTheAck() {
        // Given
        add(sender, Sighting.Direction.SENT, "INVITE sip:x SIP/2.0", "1 INVITE");
        add(sender, Sighting.Direction.SENT, "ACK sip:x SIP/2.0", "1 ACK");
        add(sender, Sighting.Direction.SENT, "BYE sip:x SIP/2.0", "2 BYE");
        add(receiver, Sighting.Direction.RECEIVED, "INVITE sip:y SIP/2.0", "1 INVITE");
        add(receiver, Sighting.Direction.RECEIVED, "BYE sip:y SIP/2.0", "2 BYE");
        add(receiver, Sighting.Direction.RECEIVED, "ACK sip:y SIP/2.0", "1 ACK");

        // Then
        assertThat(Overtaking.between(sender, receiver))
                .singleElement()
                .asString()
                .contains("'BYE 2", "overtook 'ACK 1");
    }

    @Test
    void shouldNotCountWhatOnlyOneEndSaw() {
        // Given
        add(sender, Sighting.Direction.SENT, "SIP/2.0 180 Ringing", "1 INVITE");
        add(sender, Sighting.Direction.SENT, "SIP/2.0 200 OK", "1 INVITE");
        add(receiver, Sighting.Direction.RECEIVED, "SIP/2.0 100 Trying", "1 INVITE");
        add(receiver, Sighting.Direction.RECEIVED, "SIP/2.0 180 Ringing", "1 INVITE");
        add(receiver, Sighting.Direction.RECEIVED, "BYE sip:x SIP/2.0", "1 BYE");
        add(receiver, Sighting.Direction.RECEIVED, "SIP/2.0 200 OK", "1 INVITE");

        // Then
        assertThat(Overtaking.between(sender, receiver)).isEmpty();
    }
}
