package io.tollgate.gateway.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegDialogTest {
    private static final InetSocketAddress SOMEWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);

    private static LegState state(long highestCseq) {
        return new LegState(
                "<sip:a@x>;tag=a",
                "<sip:b@x>;tag=b",
                "sip:b@127.0.0.1",
                List.of(),
                Flow.to(Transport.UDP, SOMEWHERE, SOMEWHERE),
                highestCseq);
    }

    @Test
    void shouldAskWithoutTakingANumberFromThePartyItSpeaksFor() {
        // Given
        LegDialog leg = new LegDialog("c", state(4));

        // When
        leg.passed(5);

        // Then
        assertThat(leg.pingCseq()).isEqualTo(5);
        assertThat(leg.pingCseq()).isEqualTo(5);
        assertThat(leg.nextCseq()).isEqualTo(6);
    }

    @Test
    void shouldAskWithTheLowestNumberWhenThePartyNeverSentARequest() {
        assertThat(new LegDialog("c", state(-1)).pingCseq()).isZero();
    }

    @Test
    void shouldGoOnWellAboveWhatItKnowsWhenItIsResumed() {
        // Given
        LegDialog leg = LegDialog.resumed("c", state(4));

        // When
        long asked = leg.pingCseq();
        long next = leg.nextCseq();

        // Then
        assertThat(asked).isEqualTo(4);
        assertThat(next).isEqualTo(1_004);
        assertThat(leg.nextCseq()).isEqualTo(1_005);
    }
}
