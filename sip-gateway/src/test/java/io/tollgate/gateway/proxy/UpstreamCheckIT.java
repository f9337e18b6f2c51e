package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.upstream.Standing;
import io.tollgate.gateway.upstream.UpstreamPolicy;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.Sighting;
import io.tollgate.phone.TestUpstream;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway asks its upstream proxies whether they serve, over real sockets. */
class UpstreamCheckIT {
    private static final UpstreamPolicy POLICY =
            new UpstreamPolicy(Duration.ofSeconds(1), 4, 2, Duration.ofMillis(100));

    private TestUpstream first;
    private TestUpstream second;

    @BeforeEach
    void open() {
        first = TestUpstream.open("127.0.0.1", 0);
        second = TestUpstream.open("127.0.0.1", 0);
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private ProxyRig rig(Transport transport) throws Exception {
        return new ProxyRig(List.of(first.address(), second.address()), transport, POLICY);
    }

    private static Standing standing(ProxyRig rig) {
        return rig.proxy.upstreams().now().addresses().get(0).standing();
    }

    private static void awaitDown(ProxyRig rig, boolean down) {
        Await.until(
                "the first is " + (down ? "down" : "up"),
                Duration.ofSeconds(10),
                () -> standing(rig).down() == down,
                () -> "it is not");
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void shouldAskEachUpstreamFromItsOwnAddress(Transport transport) throws Exception {
        try (ProxyRig rig = rig(transport)) {
            // When
            List<Sighting> asked = second.transcript()
                    .await("two questions", Duration.ofSeconds(10), 2, seen -> seen.isRequest("OPTIONS"));

            // Then
            assertThat(asked).allMatch(seen -> !seen.requestUri().contains("@"));
            assertThat(asked.get(0).header("Via"))
                    .contains("127.0.0.1:" + rig.address().getPort());
            assertThat(first.transcript().count(seen -> seen.isRequest("OPTIONS")))
                    .isPositive();
            assertThat(rig.counters.attempts()).isZero();
            assertThat(rig.events).isEmpty();
            assertThat(standing(rig).down()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"404, false", "405, false", "483, false", "401, false", "500, false", "408, true", "503, true"})
    void shouldTakeAnyOtherAnswerForLife(int status, boolean down) throws Exception {
        // Given
        first.phone().answerRequests("OPTIONS", status);
        try (ProxyRig rig = rig(Transport.UDP)) {
            // When
            first.transcript().await("answers", Duration.ofSeconds(10), 5, seen -> seen.isResponse(status, "OPTIONS"));

            // Then
            awaitDown(rig, down);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void shouldSendCallsElsewhereWhileItIsDown(Transport transport) throws Exception {
        try (ProxyRig rig = rig(transport);
                Phone alice = Phone.of("alice").proxy(rig.udp()).open()) {
            // Given
            AtomicBoolean silent = new AtomicBoolean(true);
            first.phone().loseReceived(Integer.MAX_VALUE, seen -> silent.get());
            awaitDown(rig, true);

            // When
            PlacedCall whileDown = alice.invite("493012345678");
            whileDown.awaitAnswered();
            silent.set(false);
            awaitDown(rig, false);
            PlacedCall after = alice.invite("493012345678");
            after.awaitAnswered();

            // Then
            assertThat(first.transcript().of(whileDown.callId())).allMatch(Sighting::lost);
            assertThat(second.transcript().of(whileDown.callId())).isNotEmpty();
            assertThat(first.transcript().of(after.callId())).isNotEmpty();
            assertThat(second.transcript().of(after.callId())).isEmpty();
        }
    }
}
