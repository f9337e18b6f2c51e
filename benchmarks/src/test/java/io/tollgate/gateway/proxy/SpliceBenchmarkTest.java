package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SpliceBenchmarkTest {
    private static final String OURS = "Via: SIP/2.0/UDP 198.51.100.1:5060";

    @Test
    void shouldMakeMessagesReadyForTheirNextHop() {
        SpliceBenchmark splice = new SpliceBenchmark();
        assertThat(text(splice.invite()))
                .contains(OURS, "Record-Route: <sip:198.51.100.1:5060;lr;tg=", "Max-Forwards: 69");
        assertThat(text(splice.success())).doesNotContain(OURS).contains("Record-Route: ");
        assertThat(text(splice.bye())).contains(OURS, "Max-Forwards: 69").doesNotContain("Route: ");
        assertThat(splice.verify()).isNotNull();
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.US_ASCII);
    }
}
