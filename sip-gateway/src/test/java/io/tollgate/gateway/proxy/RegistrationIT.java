package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.TestProxy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a REGISTER that the upstream accepted proves, and no longer proves. */
class RegistrationIT {
    private TestProxy operator;
    private ProxyRig rig;

    @BeforeEach
    void open() throws Exception {
        operator = TestProxy.builder()
                .challengingRegistrations("example.org")
                .user("auth-alice", "secret")
                .open();
        rig = new ProxyRig(operator.address());
    }

    @AfterEach
    void close() {
        rig.close();
        operator.close();
    }

    private Phone alice(Hop.Transport transport) {
        return Phone.of("alice")
                .proxy(rig.hop(transport))
                .credentials("auth-alice", "secret")
                .open();
    }

    private static int registered(Phone phone, Duration expires) throws Exception {
        return phone.register(expires).get().status();
    }

    /** Whose the first INVITE of a call was, the one without credentials, and what proved that. */
    private String attempted(Phone phone, Dial dial) {
        PlacedCall call = phone.invite(dial);
        rig.await(call.callId(), Happening.Attempted.class, e -> true);
        CallEvent event = rig.of(call.callId()).get(0);
        return event.call().account() + " " + event.identity();
    }

    @ParameterizedTest
    @EnumSource(Hop.Transport.class)
    void shouldProveTheAccountWhoseCredentialsTheUpstreamAccepted(Hop.Transport transport) throws Exception {
        try (Phone alice = alice(transport)) {
            // Given
            assertThat(registered(alice, Duration.ofHours(1))).isEqualTo(200);

            // When
            String whose = attempted(alice, Dial.to("493012345678"));

            // Then
            assertThat(whose).isEqualTo("auth-alice " + Identity.REGISTRATION);
        }
    }

    @Test
    void shouldProveNothingForAnotherFlowOrName() throws Exception {
        try (Phone alice = alice(Hop.Transport.UDP);
                Phone other = Phone.of("alice").proxy(rig.udp()).open()) {
            // Given
            assertThat(registered(alice, Duration.ofHours(1))).isEqualTo(200);

            // When
            String elsewhere = attempted(other, Dial.to("493012345678"));
            String otherName = attempted(alice, Dial.to("493012345678").from("bob"));

            // Then
            assertThat(elsewhere).isEqualTo("alice " + Identity.CLAIMED);
            assertThat(otherName).isEqualTo("bob " + Identity.CLAIMED);
        }
    }

    @Test
    void shouldProveNothingOnceItIsTakenBack() throws Exception {
        try (Phone alice = alice(Hop.Transport.UDP)) {
            // Given
            assertThat(registered(alice, Duration.ofHours(1))).isEqualTo(200);

            // When
            assertThat(registered(alice, Duration.ZERO)).isEqualTo(200);

            // Then
            assertThat(attempted(alice, Dial.to("493012345678"))).isEqualTo("alice " + Identity.CLAIMED);
        }
    }

    @Test
    void shouldProveNothingWhenTheUpstreamRefusedIt() throws Exception {
        try (Phone mallory = Phone.of("alice")
                .proxy(rig.udp())
                .credentials("auth-alice", "wrong")
                .open()) {
            // Given
            assertThat(registered(mallory, Duration.ofHours(1))).isEqualTo(401);

            // When
            String whose = attempted(mallory, Dial.to("493012345678"));

            // Then
            assertThat(whose).isEqualTo("alice " + Identity.CLAIMED);
        }
    }
}
