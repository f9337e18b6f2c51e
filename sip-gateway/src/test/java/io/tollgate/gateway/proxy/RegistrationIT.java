package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.Sighting;
import io.tollgate.phone.TestProxy;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "TCP, -,                      -,         path,             false",
                "TCP, 'Supported: outbound',  -,         'outbound path',  false",
                "UDP, 'k: gruu, PATH',        -,         'gruu PATH',      false",
                "TCP, 'Supported: path, outbound', reg-id=1, 'path outbound', true",
                "UDP, 'Supported: path, outbound', reg-id=1, 'path outbound', true",
                "TCP, 'Via: SIP/2.0/TCP 192.0.2.77;branch=z9hG4bKfirst', reg-id=1, path, false",
            })
    void shouldSayToTheRegistrarWhatIsOnThePath(
            String transport, String header, String parameter, String supported, boolean ob) throws Exception {
        try (RawSocket device = transport.equals("UDP") ? RawSocket.udp() : RawSocket.tcp(rig.address())) {
            // Given
            String contact = "<sip:bob@192.168.1.5:5060>;+sip.instance=\"<urn:uuid:1>\""
                    + (parameter == null ? "" : ";" + parameter);
            String text = """
                    REGISTER sip:%1$s SIP/2.0
                    Via: SIP/2.0/%2$s [local];rport;branch=[branch]
                    %3$s
                    Max-Forwards: 70
                    From: <sip:bob@%1$s>;tag=1
                    To: <sip:bob@%1$s>
                    Call-ID: reg-[local]
                    CSeq: 1 REGISTER
                    Contact: %4$s
                    Content-Length: 0

                    """.formatted("example.org", transport, header == null ? "X-None: 1" : header, contact);

            // When
            if (transport.equals("UDP")) {
                device.send(rig.address(), text);
            } else {
                device.send(text);
            }

            // Then
            Sighting register =
                    operator.transcript().await("REGISTER", Duration.ofSeconds(10), seen -> seen.isRequest("REGISTER"));
            List<String> tags = register.headers("Supported").stream()
                    .flatMap(value -> Stream.of(value.split(", *")))
                    .toList();
            assertThat(tags).containsExactlyInAnyOrder(supported.split(" "));
            assertThat(register.headers("Path"))
                    .singleElement()
                    .satisfies(path -> assertThat(path.contains(";ob;")).isEqualTo(ob));
            assertThat(register.headers("Contact")).containsExactly(contact);
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
