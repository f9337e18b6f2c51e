package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.SipMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesTest {
    private static final String RECORD_ROUTE = "Record-Route: <sip:192.0.2.100;lr>";

    private static String bare(int status, String header) {
        SipMessage response = ShardByHand.parsed(
                """
                SIP/2.0 %d What the upstream says
                Via: SIP/2.0/UDP 192.0.2.100;branch=z9hG4bKours
                Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKtheirs
                From: <sip:alice@example.net>;tag=1
                To: <sip:bob@example.net>;tag=2
                Call-ID: bare
                CSeq: 1 SUBSCRIBE
                Server: long-winded
                %s
                Content-Length: 0

                """.formatted(status, header).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        return new String(Responses.bare(response), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Contact: <sip:bob@192.0.2.2>",
                "Expires: 60",
                "Min-Expires: 600",
                "Min-SE: 90",
                "SIP-ETag: 1",
                "Require: timer",
                "Unsupported: gruu",
                "Service-Route: <sip:192.0.2.2;lr>",
                "Retry-After: 5",
                RECORD_ROUTE
            })
    void shouldKeepWhatItsReceiverCannotDoWithout(String header) {
        assertThat(bare(200, header)).contains("\r\n" + header + "\r\n").doesNotContain("Server", "ours");
    }

    @Test
    void shouldLeaveTheWayOutWhereNoDialogComesOfIt() {
        assertThat(bare(403, RECORD_ROUTE)).doesNotContain("Record-Route");
    }
}
