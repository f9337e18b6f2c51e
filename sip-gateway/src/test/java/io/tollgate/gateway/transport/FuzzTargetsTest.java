package io.tollgate.gateway.transport;

import io.tollgate.gateway.wire.WireFuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code benchmarks/fuzz} begins with, and what it once found or was made to look for, without Jazzer. */
class FuzzTargetsTest {
    private static final String HEAD = "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\n"
            + "From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\n";

    @Test
    void shouldHoldForTheSeeds() {
        for (byte[] message : FuzzSeeds.messages(1_000)) {
            WireFuzz.fuzzerTestOneInput(message);
            FramingFuzz.fuzzerTestOneInput(FuzzSeeds.asStream(message));
        }
    }

    private static Stream<String> heavy() {
        return Stream.of(
                HEAD + "Content-Length: 2147483647\r\n\r\n",
                HEAD + "Route: " + ",".repeat(16_000) + "\r\n\r\n",
                HEAD + "Route: " + "<sip:a>,".repeat(2_000) + "\r\n\r\n",
                HEAD + "Route: \"" + "\\\"".repeat(8_000) + "\r\n\r\n",
                HEAD + ("X: " + "y\r\n ".repeat(4_000) + "z\r\n").repeat(4) + "\r\n",
                HEAD.replace("tag=1", "tag=1" + ";x=1".repeat(4_000)) + "\r\n",
                HEAD.replace("branch=z9hG4bK1", "branch=z9hG4bK1" + ";x=\"\"".repeat(3_000)) + "\r\n",
                HEAD.replace("sip:a@b", "sip:" + "a".repeat(60_000) + "@b") + "\r\n",
                "\r\n".repeat(30_000));
    }

    @ParameterizedTest
    @MethodSource("heavy")
    void shouldCostNoMoreThanItsLengthAllows(String message) {
        byte[] bytes = message.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        WireFuzz.fuzzerTestOneInput(bytes);
        FramingFuzz.fuzzerTestOneInput(FuzzSeeds.asStream(bytes));
    }
}
